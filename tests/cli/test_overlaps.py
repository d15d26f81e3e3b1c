from pathlib import Path

from tests.cli.conftest import Thac

LETTER = """ỦY BAN NHÂN DÂN
XÃ VĂN LĂNG
Số: {number}/UBND-VP
Văn Lăng, ngày 10 tháng 3 năm 2026

Kính gửi: Các phòng, đơn vị thuộc xã.

Chủ tịch UBND xã yêu cầu:
1. Giao {lead} chủ trì tiêm phòng cho đàn gia súc, gia cầm trên địa bàn xã, khống chế dịch bệnh động vật.
"""


def letters(folder: Path, *leads: str) -> list[Path]:
    files = []
    for number, lead in enumerate(leads, 1):
        file = folder / f"{number}.txt"
        file.write_text(LETTER.format(number=number, lead=lead), "utf-8")
        files.append(file)
    return files


def test_two_letters_with_two_leads_collide(thac: Thac, tmp_path: Path) -> None:
    said = thac("overlaps", *letters(tmp_path, "Phòng Kinh tế", "Trạm Y tế"), "--json")
    assert said.code == 0
    (conflict,) = [one for one in said.json["findings"] if one["severity"] == "conflict"]
    assert conflict["code"] == "two_leads_for_one_matter"
    assert [(one["file"], one["line"]) for one in conflict["passages"]] == [("1.txt", 9), ("2.txt", 9)]
    assert [one["kind"] for one in said.json["links"]] == ["copied"]


def test_a_person_is_told_in_sentences(thac: Thac, tmp_path: Path) -> None:
    said = thac("overlaps", *letters(tmp_path, "Phòng Kinh tế", "Trạm Y tế"))
    assert (
        "Mâu thuẫn Cùng một việc trên một địa bàn nhưng có hai cơ quan chủ trì: Phòng Kinh tế và Trạm Y tế." in said.out
    )
    assert "→ Thống nhất một cơ quan chủ trì" in said.out
    assert "1.txt:9" in said.out


def test_one_lead_is_no_conflict(thac: Thac, tmp_path: Path) -> None:
    said = thac("overlaps", *letters(tmp_path, "Phòng Kinh tế", "Phòng Kinh tế"), "--json")
    assert [one["code"] for one in said.json["findings"] if one["severity"] in {"conflict", "violation"}] == []


def test_a_missing_file_is_named(thac: Thac, tmp_path: Path) -> None:
    said = thac("overlaps", tmp_path / "none.txt", "--json")
    assert (said.code, said.error["code"]) == (1, "file-missing")
