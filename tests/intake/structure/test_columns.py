"""Lines that hold two columns, and lines with gaps that do not."""

from tests.intake.structure.reading import pieces
from thac.intake.structure.columns import LEFT, RIGHT, spread


def _parts(line: str) -> list[tuple[str, int]]:
    return [(piece.text, piece.column) for piece in spread(pieces(line))]


def test_the_issuer_stands_beside_the_motto() -> None:
    assert _parts("UBND XÃ A          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") == [
        ("UBND XÃ A", LEFT),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", RIGHT),
    ]


def test_a_single_space_may_part_them() -> None:
    assert _parts("TỈNH CAO BẮC Độc lập - Tự do - Hạnh phúc") == [
        ("TỈNH CAO BẮC", LEFT),
        ("Độc lập - Tự do - Hạnh phúc", RIGHT),
    ]


def test_number_and_date_in_one_line() -> None:
    assert _parts("Số: 12/UBND-NC Cao Bắc, ngày 12 tháng 3 năm 2026") == [
        ("Số: 12/UBND-NC", LEFT),
        ("Cao Bắc, ngày 12 tháng 3 năm 2026", RIGHT),
    ]


def test_blank_number_and_blank_date_in_one_line() -> None:
    assert _parts("Số:       /KH-UBND        Phú Lương, ngày      tháng 5 năm 2026") == [
        ("Số: /KH-UBND", LEFT),
        ("Phú Lương, ngày tháng 5 năm 2026", RIGHT),
    ]


def test_a_gap_for_a_blank_number_parts_nothing() -> None:
    assert _parts("Số:         /UBND") == [("Số: /UBND", 0)]


def test_a_date_beside_the_subject() -> None:
    assert _parts("V/v chấm điểm chỉ số        Cao Bắc, ngày 02 tháng 11 năm 2026")[1][1] == RIGHT


def test_the_title_of_the_signer_stands_beside_the_copies() -> None:
    assert _parts("- Như trên;                 PHÓ CHỦ TỊCH") == [("- Như trên;", LEFT), ("PHÓ CHỦ TỊCH", RIGHT)]
    assert _parts("Nơi nhận: TM. ỦY BAN NHÂN DÂN") == [("Nơi nhận:", LEFT), ("TM. ỦY BAN NHÂN DÂN", RIGHT)]
    assert _parts("- Lưu: VT. PHÓ CHỦ TỊCH") == [("- Lưu: VT.", LEFT), ("PHÓ CHỦ TỊCH", RIGHT)]


def test_a_sentence_with_a_wide_gap_stays_one() -> None:
    assert _parts("Các sở, ban, ngành     báo cáo trước ngày 15/6/2026") == [
        ("Các sở, ban, ngành báo cáo trước ngày 15/6/2026", 0)
    ]


def test_a_copy_that_ends_with_an_abbreviation_stays_one() -> None:
    assert _parts("- Lưu: VT, KTN.") == [("- Lưu: VT, KTN.", 0)]
