"""The way in: binary files are read in a bound process, nothing of a file is kept, and no file takes too much."""

import logging
import os
import resource
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest

from tests.intake.readers.making import Printer, package, passage, printed, table, word
from thac.intake import sandbox
from thac.intake.limits import MIB, Limits
from thac.intake.readers import transcribe
from thac.intake.readers.confined import MEMORY_SPENT, UNFORESEEN, bind
from thac.intake.refusals import FileCode, FileRefusedError
from thac.intake.sandbox import ReadingProcessError, read_file, read_text
from thac.intake.transcript import Medium

LETTER = "UBND XÃ TÂN LẬP\nSố: 08/UBND\n1. Văn phòng chủ trì, báo cáo trước ngày 20/3/2026./.\n"
HTML = f"<html><body><p>{LETTER}</p></body></html>".encode()
FILES = [word(LETTER), printed(LETTER), HTML, LETTER.encode()]


def children() -> set[str]:
    """The processes that this one started, those that ended and were not looked after among them."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it ended meanwhile
            if stat.read_text().rpartition(")")[2].split()[1] == str(os.getpid()):
                found.add(stat.parent.name)
    return found


def code(data: bytes, limits: Limits | None = None, name: str | None = None) -> FileCode:
    with pytest.raises(FileRefusedError) as refused:
        read_file(data, name, limits or Limits())
    return refused.value.refusal.code


@pytest.mark.parametrize("data", FILES)
def test_a_file_is_read_the_same_in_a_process_of_its_own(data: bytes) -> None:
    assert read_file(data, "van-ban.bin") == transcribe(data)


def test_a_pasted_text_is_read_by_the_same_rules() -> None:
    assert read_text(LETTER).medium is Medium.TEXT
    for text in ("", "TỐI MẬT\n" + LETTER, "a" * 300):
        if text.startswith("a"):
            assert read_text(text).lines
        else:
            with pytest.raises(FileRefusedError):
                read_text(text)


def test_a_refusal_comes_back_with_its_numbers() -> None:
    printer = Printer()
    printer.add_page()
    with pytest.raises(FileRefusedError) as refused:
        read_file(printer.bytes(), limits=Limits(pages=1))
    assert refused.value.refusal.code is FileCode.TOO_MANY_PAGES
    assert "2 trang, tối đa 1 trang" in refused.value.refusal.message


# --------------------------------------------------------------------------------------------------------------- limits


def test_a_file_that_is_too_large_is_not_looked_at() -> None:
    assert code(b"%PDF-" + bytes(MIB), Limits(size=MIB)) is FileCode.FILE_TOO_LARGE


@pytest.mark.parametrize(
    "limits", [Limits(cpu=0.001), Limits(seconds=0.001), Limits(memory=24 * MIB), Limits(memory=4 * MIB)]
)
def test_a_file_that_takes_more_than_it_may_is_refused(limits: Limits) -> None:
    large = package(passage("Nhiệm vụ ") * 4_000)
    assert code(large, limits) is FileCode.TOO_COSTLY


def test_a_part_that_is_small_to_unpack_and_large_to_read_is_refused() -> None:
    assert code(package("<w:p/>" * 2_600_000)) is FileCode.TOO_COSTLY


def test_the_process_binds_itself_before_it_reads() -> None:
    script = (
        "import resource, signal, sys; from thac.intake.limits import Limits; "
        "from thac.intake.readers.confined import bind; bind(Limits()); "
        "print([resource.getrlimit(w) for w in (resource.RLIMIT_CORE, resource.RLIMIT_FSIZE, resource.RLIMIT_NPROC, "
        "resource.RLIMIT_CPU, resource.RLIMIT_AS)], signal.getitimer(signal.ITIMER_PROF)[0] > 1, "
        "signal.getitimer(signal.ITIMER_REAL)[0] > 1)"
    )
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    memory = 288 * MIB
    assert said.strip() == f"[(0, 0), (0, 0), (0, 0), (2, 2), ({memory}, {memory})] True True"


def test_a_bound_process_can_write_no_file(tmp_path: Path) -> None:
    script = (
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); from thac.intake.limits import Limits; "
        "from thac.intake.readers.confined import bind; bind(Limits()); open('spool', 'wb', 0).write(b'x')"
    )
    run = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "File too large" in run.stderr
    assert (tmp_path / "spool").stat().st_size == 0


@pytest.mark.slow
def test_the_largest_files_are_read_within_the_limits_and_within_300_mb() -> None:
    """That they are read says that the processor time sufficed; the memory is that of the process that read them."""
    rows = [(str(n), f"Nhiệm vụ số {n} " * 8, "Sở Nội vụ chủ trì", "Quý II/2026") for n in range(1, 3_000)]
    printer = Printer(9)
    for n in range(1_500):
        printer.multi_cell(0, 4, f"{n}. Sở Nội vụ chủ trì rà soát, báo cáo trước ngày 20/6/2026. " * 2, new_x="LMARGIN")
    script = (
        "import resource, sys; from thac.intake.sandbox import read_file; "
        "print(len(read_file(sys.stdin.buffer.read()).lines), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    for data in (package(table(rows)), printer.bytes()):
        run = subprocess.run([sys.executable, "-c", script], input=data, capture_output=True, check=True)
        lines, kilobytes = map(int, run.stdout.split())
        assert lines > 1_000
        assert kilobytes < 300 * 1024


# ------------------------------------------------------------------------------------------------------ what goes wrong


@pytest.mark.parametrize(
    ("boot", "expected"),
    [
        (f"import sys; sys.exit({MEMORY_SPENT})", FileCode.TOO_COSTLY),
        (f"import sys; sys.exit({UNFORESEEN})", FileCode.BROKEN),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", FileCode.BROKEN),
        ("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)", FileCode.TOO_COSTLY),
        ("import os; os.abort()", FileCode.TOO_COSTLY),
        ("import sys; sys.stdin.buffer.read(); print('not what was asked')", FileCode.BROKEN),
        ("import sys; sys.stdin.buffer.read(); print('[]')", FileCode.BROKEN),
        ("import sys; sys.stdin.buffer.read(); sys.stdout.write('x' * 30_000_000)", FileCode.TOO_COSTLY),
    ],
)
def test_a_process_that_goes_astray_is_a_refusal(
    boot: str, expected: FileCode, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "_BOOT", boot)
    assert code(word(LETTER)) is expected


def test_a_process_that_does_not_start_is_a_fault_of_the_installation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_BOOT", "import a_module_that_is_not_installed")
    with pytest.raises(ReadingProcessError):
        read_file(word(LETTER))


def test_a_process_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_BOOT", "import signal; signal.pause()")
    monkeypatch.setattr(sandbox, "_GRACE", 0.2)
    assert code(word(LETTER), Limits(seconds=0.1)) is FileCode.TOO_COSTLY


# --------------------------------------------------------------------------------------------------------- what is kept

SECRETS = {
    "txt": ("TUYỆT MẬT\n" + LETTER).encode(),
    "docx": word("T Ố I   M Ậ T\n" + LETTER),
    "docx in its header": package(passage(LETTER), {"header1": passage("MẬT")}),
    "docx in a box": package(f"<w:tbl><w:tr><w:tc>{passage('Tối mật')}</w:tc></w:tr></w:tbl>" + passage(LETTER)),
    "docx as a watermark": package(passage(LETTER), {"header1": '<w:p><w:r><v:textpath string="MẬT"/></w:r></w:p>'}),
    "pdf": printed("MẬT\n" + LETTER),
    "html": HTML.replace(b"<body>", "<body><p>Độ mật: Tối mật</p>".encode()),
}


@pytest.mark.parametrize("medium", list(SECRETS))
def test_a_secret_document_leaves_nothing_behind(
    medium: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.chdir(tmp_path)
    with caplog.at_level(logging.DEBUG):
        assert code(SECRETS[medium], name="cv-08.docx") is FileCode.SECRET
    assert list(tmp_path.rglob("*")) == []
    assert caplog.text == ""
    out, err = capfd.readouterr()
    assert out + err == ""


def test_a_document_of_which_only_the_name_says_that_it_is_secret_is_not_read() -> None:
    assert code(b"%PDF-", name="BC so 5 (MẬT).pdf") is FileCode.SECRET


def test_a_file_that_is_read_leaves_no_process_and_no_open_file() -> None:
    read_file(FILES[0])
    open_before, running_before = len(list(Path("/proc/self/fd").iterdir())), children()
    for data in FILES:
        read_file(data)
    assert len(list(Path("/proc/self/fd").iterdir())) == open_before
    assert children() == running_before


def test_reading_leaves_the_limits_of_this_process_alone() -> None:
    before = resource.getrlimit(resource.RLIMIT_AS), signal.getitimer(signal.ITIMER_PROF)
    read_file(FILES[1])
    assert (resource.getrlimit(resource.RLIMIT_AS), signal.getitimer(signal.ITIMER_PROF)) == before
    assert bind.__module__ == "thac.intake.readers.confined"
