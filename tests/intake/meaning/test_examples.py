"""Whole documents of several kinds, from their text to who does what by when; the answers are written out."""

from pathlib import Path

import pytest

from thac.intake.meaning import interpret
from thac.intake.readers import transcribe
from thac.intake.structure import read_structure
from thac.intake.wire import deadline_json

EXAMPLES = Path(__file__).parents[1] / "examples"
COMMUNES = "Ủy ban nhân dân các xã, phường"
ANSWERS: dict[str, list[tuple[str, tuple[str, ...], str]]] = {
    "chi-thi-hanh-lang-duong-bo.txt": [
        ("fan_out", ("Các sở, ban, ngành", COMMUNES), "none"),
        ("fan_out", ("Các sở, ban, ngành", COMMUNES), "none"),
        ("single_lead", ("Sở Xây dựng",), "absolute"),
        ("single_lead", ("Sở Xây dựng",), "period"),
        ("single_lead", ("Công an tỉnh",), "recurring"),
        ("single_lead", ("Sở Tài chính",), "none"),
        ("fan_out", ("các sở", "các cơ quan, đơn vị", COMMUNES), "none"),
        ("single_lead", ("Sở Xây dựng",), "recurring"),
    ],
    "cong-dien-ung-pho-bao.txt": [
        ("fan_out", ("Ủy ban nhân dân các xã, phường, đặc khu",), "absolute"),
        ("fan_out", ("Ủy ban nhân dân các xã, phường, đặc khu",), "recurring"),
        ("single_lead", ("Sở Nông nghiệp và Môi trường",), "none"),
        ("single_lead", ("Công ty Điện lực An Lạc",), "none"),
    ],
    "huong-dan-ban-to-chuc.txt": [
        ("fan_out", ("Các đảng ủy trực thuộc Tỉnh ủy",), "absolute"),
        ("fan_out", ("Các đảng ủy trực thuộc Tỉnh ủy",), "absolute"),
        ("single_lead", ("Ủy ban Kiểm tra Tỉnh ủy",), "none"),
    ],
    "ke-hoach-bang-nhieu-o.txt": [
        ("single_lead", ("Sở Công Thương",), "period"),
        ("single_lead", ("Chi cục Quản lý thị trường",), "ongoing"),
        ("single_lead", ("Sở Công Thương",), "absolute"),
        ("fan_out", ("Các sở, ban, ngành", COMMUNES), "none"),
    ],
    "thong-bao-ket-luan-hop.txt": [
        ("single_lead", ("Sở Tài chính",), "absolute"),
        ("single_lead", ("Sở Tài chính",), "recurring"),
        ("single_lead", ("Sở Xây dựng",), "relative"),
        ("single_lead", ("Ban Quản lý dự án đầu tư xây dựng tỉnh",), "absolute"),
        ("request", ("Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh",), "none"),
    ],
}


@pytest.mark.parametrize("name", ANSWERS)
def test_a_document_is_read_to_its_tasks(name: str) -> None:
    draft = interpret(read_structure(transcribe((EXAMPLES / name).read_bytes(), name)))
    assert [
        (str(one.mode), tuple(body.name for body in one.leads), deadline_json(one.deadline)["type"])
        for one in draft.tasks
    ] == ANSWERS[name]
