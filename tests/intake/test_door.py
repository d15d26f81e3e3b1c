"""The door: each mark where a clerk sees one is refused, and a text that only speaks of secrets passes."""

from unicodedata import normalize

import pytest

from thac.intake.door import refuse_secret, refuse_secret_name
from thac.intake.readers import transcribe_text
from thac.intake.refusals import FileCode, FileRefusedError
from thac.intake.transcript import Cell, Line, Medium, Place, Transcript

LETTER = """ỦY BAN NHÂN DÂN
XÃ TÂN LẬP
-------
{stamp}
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
Số: 15/KH-UBND
Tân Lập, ngày 05 tháng 02 năm 2026

KẾ HOẠCH
Bảo đảm an ninh, trật tự dịp Tết Nguyên đán

1. Công an xã chủ trì, phối hợp với Ban Chỉ huy quân sự xã tuần tra hằng ngày.
2. Văn phòng HĐND và UBND tổng hợp, báo cáo trước ngày 20/02/2026./.

Nơi nhận:
- Như trên;
- Lưu: VT.
"""
LEVELS = ["MẬT", "TỐI MẬT", "TUYỆT MẬT", "Mật", "Tối mật", "Tuyệt mật"]


def refused(transcript: Transcript) -> bool:
    try:
        refuse_secret(transcript)
    except FileRefusedError as error:
        return error.refusal.code is FileCode.SECRET
    return False


def marked(stamp: str) -> bool:
    return refused(transcribe_text(LETTER.format(stamp=stamp)))


def test_a_letter_without_a_mark_passes() -> None:
    assert not marked("")


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(
    "frame",
    [
        "{}",
        "   {}   ",
        "[{}]",
        "( {} )",
        "**{}**",
        "|  {}  |",
        "- {} -",
        "« {} »",
        "{}.",
        "Độ mật: {}",
        "ĐỘ MẬT : {}",
        "Mức độ mật - {}",
        "Dấu độ mật: {}",
        "Độ mật:\n{}",
        "Độ mật\n|\n{}",
        "Mức độ: {}",
        "☒ {}",
        "[x] {}    [ ] Thường",
        "{} – HỎA TỐC",
        "KHẨN, {}",
        "{}   Bản số: 03",
        "(Đóng dấu {})",
        "ĐIỀU CHỈNH ĐỘ MẬT: {}",
    ],
)
def test_each_level_is_refused_in_each_frame(level: str, frame: str) -> None:
    assert marked(frame.format(level))


@pytest.mark.parametrize(
    "stamp",
    [
        "M Ậ T",
        "M  Ậ  T",
        "T Ố I   M Ậ T",
        "T U Y Ệ T M Ậ T",
        "TỐI  MẬT",
        "TUYỆT\tMẬT",
        "Tuyệt-mật",
        "Tối_mật",
        "M.Ậ.T",
        "M-Ậ-T",
        "TỐI\u00a0MẬT",
        "M\u200bẬT",
        "ＭẬＴ",
        "МẬТ",
        "TỐI\nMẬT",
        "M\nẬ\nT",
        "M\n\nẬ\n\nT",
        "TỐIMẬT",
        "TOI MAT",
        "TUYET MAT",
        "MAT",
        "TOP SECRET",
        "TỐI MẬT / TOP SECRET",
        "TÀI LIỆU MẬT",
        "HỒ SƠ TUYỆT MẬT",
        "MẬT                    CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "UBND TỈNH MẬT CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "UBND XÃ TÂN LẬP\tMẬT",
        "Số: 12/BC-UBND          MẬT",
        "Số: 12/BC-UBND MẬT",
        "Số: 12/BC-UBND (Mật)",
        "Số: 12/BC-UBND (TM)",
        "Số: 12-M/BC-UBND",
        "Số: 12/BC-CAX-M",
        "BÁO CÁO (MẬT)",
        "TỐI MẬT  Tân Lập, ngày 05 tháng 02 năm 2026",
        "CHỈ NGƯỜI CÓ TÊN MỚI ĐƯỢC BÓC BÌ",
        "Thời hạn bảo vệ bí mật nhà nước: 10 năm",
        "THỜI HẠN BẢO VỆ BÍ MẬT NHÀ NƯỚC\u2026",
        "GIẢI MẬT\nMẬT",
    ],
)
def test_odd_spacing_spelling_and_places_are_refused(stamp: str) -> None:
    if stamp.endswith("\u2026"):
        stamp = stamp[:-1] + ": đến ngày 05/02/2036"
    assert marked(stamp)
    assert marked(normalize("NFD", stamp))


@pytest.mark.parametrize("after", ["", "\n", "\n\n\n"])
def test_a_stamp_below_the_signature_is_refused(after: str) -> None:
    assert refused(transcribe_text(LETTER.format(stamp="") + after + "TỐI MẬT\n"))


@pytest.mark.parametrize(
    "sentence",
    [
        "3. Thực hiện nghiêm các quy định về bảo vệ bí mật nhà nước.",
        "- Bảo đảm bảo mật thông tin, không dùng chung mật khẩu.",
        "Các hồ sơ thuộc danh mục bí mật\nnhà nước không gửi qua mạng.",
        "Không soạn thảo văn bản có nội dung bí\nmật\nnhà nước trên máy tính có kết nối mạng.",
        "Văn bản độ Tối mật, Tuyệt mật gửi theo đường riêng.",
        "Độ mật gồm ba mức:\na) Tuyệt mật;\nb) Tối mật;\nc) Mật.",
        "Văn bản xác định độ mật: Mật, Tối mật hoặc Tuyệt mật do người đứng đầu quyết định.",
        "Các độ mật gồm Tuyệt mật,\nTối mật\nvà Mật do người có thẩm quyền quyết định.",
        "Tài liệu có độ mật cao nhất (Tuyệt mật) được lưu tại phòng riêng.",
        "QUY CHẾ BẢO VỆ BÍ\nMẬT NHÀ NƯỚC",
        "QUY CHẾ BẢO VỆ BÍ  MẬT  NHÀ NƯỚC",
        "DANH MỤC BÍ MẬT NHÀ NƯỚC ĐỘ TỐI MẬT TRONG LĨNH VỰC Y TẾ",
        "DANH MỤC BÍ MẬT NHÀ NƯỚC\nĐỘ TỐI MẬT",
        "V/v tổng kết công tác bảo vệ bí mật nhà nước",
        "TĂNG CƯỜNG BẢO MẬT",
        "CỤC QUẢN LÝ MẬT MÃ DÂN SỰ",
        "BAN CƠ YẾU",
        "Độ mật: Thường",
        "Độ mật: Không",
        "Độ mật:\n|\nThường\n|",
        "☐ Mật   ☐ Tối mật   ☒ Thường",
        "Mức độ khẩn: Hỏa tốc",
        "GIẢI MẬT",
        "Mật độ dân số của xã là 120 người/km2.",
        "Mật ong rừng là sản phẩm OCOP.",
        "Mọi văn bản đóng dấu\nMẬT phải được đăng ký vào sổ riêng.",
        "Số: 15/TM-UBND",
        "Số: 15/MTTQ-BTT",
        "Số lượng tài liệu mật phải nộp lưu là 12.",
        "Số 05/2020/TT-BCA quy định mẫu dấu chỉ độ mật",
        "Thời hạn bảo vệ bí mật nhà nước do người đứng đầu quyết định.",
        "HỎA TỐC",
    ],
)
def test_a_text_that_speaks_of_secrets_passes(sentence: str) -> None:
    assert not marked(sentence)
    assert not refused(transcribe_text(LETTER.format(stamp="") + sentence + "\n"))


@pytest.mark.parametrize("margin", ["TỐI MẬT", "Mật - Trang 2", "M Ậ T", "UBND XÃ TÂN LẬP - MẬT", "Độ mật: Mật"])
def test_a_mark_in_a_header_or_footer_is_refused(margin: str) -> None:
    lines = transcribe_text(LETTER.format(stamp="")).lines
    assert refused(Transcript(Medium.DOCX, lines, margins=(margin,)))


@pytest.mark.parametrize("margin", ["2", "Quy chế bảo vệ bí mật nhà nước", "TÀI LIỆU BẢO MẬT", "Trang 1/4"])
def test_a_header_or_footer_that_speaks_of_secrets_passes(margin: str) -> None:
    lines = transcribe_text(LETTER.format(stamp="")).lines
    assert not refused(Transcript(Medium.PDF, lines, margins=(margin,)))


def table(*rows: tuple[str, ...]) -> Transcript:
    cells = [(Cell(1, row, column), text) for row, cells in enumerate(rows, 1) for column, text in enumerate(cells, 1)]
    lines = tuple(Line(n, text, Place.CELL, whole=True, cell=cell) for n, (cell, text) in enumerate(cells, 1))
    return Transcript(Medium.DOCX, lines)


def test_a_table_may_list_the_levels_of_other_papers() -> None:
    assert not refused(table(("TT", "Tên tài liệu", "Độ mật"), ("1", "Phương án A", "MẬT"), ("2", "B", "Tối mật")))


def test_a_mark_above_the_heading_of_such_a_column_is_a_mark() -> None:
    assert refused(table(("TT", "Việc"), ("", "TỐI MẬT"), ("1", "Độ mật")))


@pytest.mark.parametrize(
    "line",
    [
        "Thời hạn bảo vệ bí mật nhà nước: " + "1" * 5_000 + "x",
        "Thời hạn bảo vệ bí mật nhà nước: " + "ngày 1 " * 2_000 + "x",
        "độ mật:" + " " * 50_000 + "x",
        "Số: " + "-" * 50_000,
        "m" + "\u0302\u0323" * 20_000,
        "M Ậ " * 20_000,
    ],
)
def test_no_line_keeps_the_door_busy(line: str) -> None:
    assert not marked(line)


@pytest.mark.parametrize("rows", [(("Độ khẩn", "Thường"), ("Độ mật", "Mật")), (("TT", "Việc"), ("1", "TỐI MẬT"))])
def test_a_cell_may_bear_the_mark_of_its_own_document(rows: tuple[tuple[str, ...], ...]) -> None:
    assert refused(table(*rows))


@pytest.mark.parametrize("name", ["BC 12 (MẬT).docx", "Kế hoạch_Tối mật.pdf", normalize("NFD", "[Tuyệt mật] 3.txt")])
def test_a_name_that_bears_a_mark_is_refused(name: str) -> None:
    with pytest.raises(FileRefusedError):
        refuse_secret_name(name)


@pytest.mark.parametrize("name", [None, "", "Kế hoạch bảo vệ bí mật nhà nước.docx", "doi-mat-khau.pdf", "mật độ.txt"])
def test_a_name_that_speaks_of_secrets_passes(name: str | None) -> None:
    refuse_secret_name(name)


def test_the_refusal_says_nothing_of_the_document() -> None:
    with pytest.raises(FileRefusedError) as error:
        refuse_secret(transcribe_text(LETTER.format(stamp="MẬT")))
    said = f"{error.value} {error.value.refusal}"
    assert "Tân Lập" not in said
    assert "15/KH-UBND" not in said
    assert error.value.__cause__ is None
