from dataclasses import replace

from tests.intake.drafts import draft, task
from tests.intake.findings.said import only, said
from thac.intake.draft import Draft, Severity
from thac.intake.transcript import Medium, Transcript


def scanned(pictures: int, unread: tuple[int, ...] = ()) -> Draft:
    once = draft(task())
    return replace(once, document=replace(once.document, transcript=_sheets(pictures, unread)))


def test_pictures_beside_the_text_are_only_said() -> None:
    found = only(scanned(2), "pictures_unread")
    assert (found.severity, found.line) == (Severity.INFO, None)
    assert found.message.startswith("Văn bản có 2 hình ảnh; hệ thống không đọc được chữ trong ảnh, kể cả trên con dấu.")
    assert "stamps among them, were not read" in found.english


def test_a_page_that_is_a_picture_asks_for_a_look() -> None:
    found = only(scanned(1, (3,)), "pages_unread")
    assert (found.severity, found.line) == (Severity.WARNING, None)
    assert found.message.startswith("Trang 3 là ảnh chụp nên hệ thống không đọc được nội dung, kể cả chữ trên con dấu.")
    assert found.english.startswith("Page 3 is a picture of paper")
    assert said(scanned(1, (3,))) == {"pages_unread"}


def test_several_such_pages_are_one_line_and_other_pictures_another() -> None:
    both = scanned(3, (2, 5))
    assert only(both, "pages_unread").message.startswith("Trang 2, 5 là ảnh chụp")
    assert only(both, "pages_unread").english.startswith("Each of the pages 2, 5 is a picture")
    assert only(both, "pictures_unread").message.startswith("Văn bản có 1 hình ảnh;")


def test_a_document_of_letters_alone_gives_rise_to_nothing() -> None:
    assert said(scanned(0)) == set()


def _sheets(pictures: int, unread: tuple[int, ...]) -> Transcript:
    return Transcript(Medium.PDF, (), pages=6, pictures=pictures, unread=unread)
