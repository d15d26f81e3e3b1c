"""Pages saved from a law portal: the document's own lines are read, the portal's are not."""

import pytest

from thac.intake.limits import Limits
from thac.intake.readers import transcribe
from thac.intake.refusals import FileCode, FileRefusedError
from thac.intake.sandbox import read_file
from thac.intake.transcript import Cell, Medium, Place

PAGE = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>Kế hoạch 21/KH-UBND</title><style>p { margin: 0 }</style></head>
<body>
<nav><ul><li><a href="/">Trang chủ</a></li><li><a href="/tra-cuu">Tra cứu văn bản</a></li></ul></nav>
<div class="breadcrumb">Văn bản &gt; Chuyển đổi số</div>
<div id="main">
  <table class="attributes"><tr><td>Số hiệu</td><td>21/KH-UBND</td></tr><tr><td>Độ mật</td><td>Thường</td></tr></table>
  <div class="tabs"><a href="#a">Nội dung</a> <a href="#b">Lược đồ</a> <a href="#c">Tải về</a></div>
  <div class="content1">
    <table width="100%"><tr>
      <td><p><b>ỦY BAN NHÂN DÂN<br>XÃ THANH HÀ</b><br>-------</p></td>
      <td><p><b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br>Độc lập - Tự do - Hạnh phúc</b><br>---------------</p></td>
    </tr><tr>
      <td><p>Số: 21/KH-UBND</p></td><td><p><i>Thanh Hà, ngày 09 tháng 3 năm 2026</i></p></td>
    </tr></table>
    <p align="center"><b>KẾ HOẠCH</b></p>
    <p align="center">Số hóa hồ sơ
      hộ tịch năm 2026</p>
    <p>Thực hiện Kế hoạch số 105/KH-UBND ngày 02/02/2026 của Ủy ban nhân dân tỉnh<a href="#_ftn1">[1]</a>, Ủy ban nhân
    dân xã ban hành như sau:</p>
    <p>1. Công chức <span>tư pháp</span> - hộ tịch chủ trì, phối hợp với Công an xã rà soát sổ gốc; xong trước ngày
    30/6/2026.</p>
    <ul><li>Báo cáo kết quả hằng tháng.</li></ul>
    <table border="1"><tr><th>TT</th><th>Việc</th><th>Chủ trì</th><th>Thời hạn</th></tr>
      <tr><td>1</td><td>Quét sổ đăng ký khai sinh</td><td rowspan="2">Văn phòng<br>HĐND và UBND</td>
        <td>Quý II</td></tr>
      <tr><td>2</td><td>Quét sổ đăng ký kết hôn</td><td>Quý III</td></tr></table>
    <p>Yêu cầu các bộ phận triển khai thực hiện./.</p>
    <table><tr><td><p><b>Nơi nhận:</b><br>- Như mục 1;<br>- Lưu: VT.</p></td>
      <td><p><b>TM. ỦY BAN NHÂN DÂN<br>CHỦ TỊCH<br><br>Lê Văn Ví Dụ</b></p></td></tr></table>
    <div id="ftn1"><p><a href="#_ftnref1">[1]</a> Về chuyển đổi số ngành tư pháp.</p></div>
  </div>
  <p>Lược đồ văn bản</p>
  <p>Chia sẻ văn bản này tới đồng nghiệp của bạn, hoặc gửi ý kiến để chúng tôi hoàn thiện nội dung hiển thị.</p>
</div>
<div class="related-docs"><h3>Văn bản liên quan</h3>
<p>Quyết định 11/QĐ-UBND về việc giao chỉ tiêu số hóa cho các xã.</p></div>
<section class="comments">
<p>Bình luận: giao Sở Tài chính chủ trì là đúng, nên hoàn thành trước ngày 01/01/2027.</p></section>
<div style="display:none">Giao Sở Y tế chủ trì việc không ai thấy.</div>
<footer>Bản quyền thuộc về cổng thông tin. Chính sách bảo mật.</footer>
<script>var x = "giao việc";</script>
</body></html>
"""
BODY = [
    "ỦY BAN NHÂN DÂN",
    "XÃ THANH HÀ",
    "-------",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "---------------",
    "Số: 21/KH-UBND",
    "Thanh Hà, ngày 09 tháng 3 năm 2026",
    "KẾ HOẠCH",
    "Số hóa hồ sơ hộ tịch năm 2026",
    "Thực hiện Kế hoạch số 105/KH-UBND ngày 02/02/2026 của Ủy ban nhân dân tỉnh, Ủy ban nhân dân xã ban hành như sau:",
    "1. Công chức tư pháp - hộ tịch chủ trì, phối hợp với Công an xã rà soát sổ gốc; xong trước ngày 30/6/2026.",
    "- Báo cáo kết quả hằng tháng.",
    "Yêu cầu các bộ phận triển khai thực hiện./.",
    "Nơi nhận:",
    "- Như mục 1;",
    "- Lưu: VT.",
    "TM. ỦY BAN NHÂN DÂN",
    "CHỦ TỊCH",
    "Lê Văn Ví Dụ",
]


def test_a_saved_page_gives_the_document_and_not_the_portal() -> None:
    transcript = transcribe(PAGE.encode())
    assert transcript.medium is Medium.HTML
    assert [line.text for line in transcript.lines if line.place is Place.BODY] == BODY


def test_a_paragraph_is_whole_and_a_line_broken_inside_it_is_not() -> None:
    whole = {line.text: line.whole for line in transcribe(PAGE.encode()).lines}
    assert not whole["ỦY BAN NHÂN DÂN"]
    assert whole["-------"]
    assert whole["Số hóa hồ sơ hộ tịch năm 2026"]


def test_a_footnote_leaves_its_sentence_and_keeps_its_number() -> None:
    notes = [line.text for line in transcribe(PAGE.encode()).lines if line.place is Place.FOOTNOTE]
    assert notes == ["1 Về chuyển đổi số ngành tư pháp."]


def test_a_table_of_tasks_keeps_its_cells_and_what_they_span() -> None:
    cells = [(line.cell, line.text) for line in transcribe(PAGE.encode()).lines if line.place is Place.CELL]
    assert cells[4:] == [
        (Cell(1, 2, 1), "1"),
        (Cell(1, 2, 2), "Quét sổ đăng ký khai sinh"),
        (Cell(1, 2, 3, rows=2), "Văn phòng"),
        (Cell(1, 2, 3, rows=2), "HĐND và UBND"),
        (Cell(1, 2, 4), "Quý II"),
        (Cell(1, 3, 1), "2"),
        (Cell(1, 3, 2), "Quét sổ đăng ký kết hôn"),
        (Cell(1, 3, 4), "Quý III"),
    ]


def test_a_page_without_letterhead_gives_its_running_text() -> None:
    page = "<html><body><ul class='menu'><li>Giới thiệu</li></ul><article><p>{}</p><p>{}</p></article></body></html>"
    first = "1. Văn phòng chủ trì, phối hợp với các phòng rà soát danh mục hồ sơ, báo cáo trước ngày 10/4/2026."
    second = "2. Các phòng gửi danh mục về Văn phòng trước ngày 05/4/2026 để tổng hợp, trình lãnh đạo xem xét."
    assert [line.text for line in transcribe(page.format(first, second).encode()).lines] == [first, second]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig"])
def test_a_page_is_known_by_its_content_in_each_encoding(encoding: str) -> None:
    assert [line.text for line in transcribe(PAGE.encode(encoding), "vb.doc").lines][:2] == BODY[:2]


def test_a_page_in_the_envelope_of_a_browser_is_taken_out_of_it() -> None:
    envelope = (
        'From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary="xx"\r\n\r\n'
        "--xx\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    )
    data = envelope.encode() + PAGE.encode() + b"\r\n--xx--\r\n"
    assert [line.text for line in transcribe(data).lines][:2] == BODY[:2]


@pytest.mark.parametrize(
    "marked",
    [
        PAGE.replace("Thường", "Mật"),
        PAGE.replace("<b>ỦY BAN", "<b>TỐI MẬT<br>ỦY BAN"),
        PAGE.replace('<p align="center"><b>KẾ HOẠCH', "<p>M Ậ T</p><p><b>KẾ HOẠCH"),
    ],
)
def test_a_page_with_a_mark_of_secrecy_is_refused(marked: str) -> None:
    with pytest.raises(FileRefusedError) as refused:
        read_file(marked.encode())
    assert refused.value.refusal.code is FileCode.SECRET


def test_a_page_without_a_mark_passes_the_door() -> None:
    assert read_file(PAGE.encode()) == transcribe(PAGE.encode())


@pytest.mark.parametrize("page", ["<div>" * 5000, "<html>" + "<table><tr><td>a</td><td>" * 60])
def test_elements_inside_each_other_without_end_are_refused(page: str) -> None:
    with pytest.raises(FileRefusedError) as refused:
        transcribe(page.encode(), limits=Limits())
    assert refused.value.refusal.code is FileCode.NESTED_TOO_DEEP
