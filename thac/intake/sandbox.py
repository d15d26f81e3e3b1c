"""The one way in for files that somebody sends: bounded, read where they can do no harm, and stopped at the door.

Binary formats are taken apart in a process of their own, which is given the file through a pipe and answers through
another; nothing of a file touches a disk. Plain text is read in this process: it needs no library.
"""

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict
from threading import Timer
from typing import Final

from thac.intake.door import refuse_secret, refuse_secret_name
from thac.intake.limits import LIMITS, Limits
from thac.intake.readers import Format, recognise, transcribe, transcribe_text
from thac.intake.readers.carrying import unpack
from thac.intake.readers.confined import MEMORY_SPENT, UNFORESEEN
from thac.intake.readers.legibility import refuse_unreadable
from thac.intake.refusals import FileCode, FileRefusedError
from thac.intake.transcript import Transcript

_BOOT: Final = """
import json, sys
said = json.loads(sys.argv[1])
sys.path[:] = said["path"]
from thac.intake.limits import Limits
from thac.intake.readers import Format
from thac.intake.readers.confined import main
sys.exit(main(Format(said["kind"]), Limits(**said["limits"])))
"""
"""The process begins without settings and without the hooks of site packages (-I -S)."""
_KEPT: Final = ("LD_LIBRARY_PATH",)
"""What an interpreter may need of the environment to start at all."""
_GRACE: Final = 10.0
"""Seconds for the process to start on a busy machine; its own clock runs from when it is ready to read."""
_SPENT: Final = frozenset({-signal.SIGALRM, -signal.SIGPROF, -signal.SIGXCPU, -signal.SIGKILL, -signal.SIGABRT})
"""How the process ends that took too much; PDFium aborts when it gets no more memory."""


class ReadingProcessError(RuntimeError):
    """The process that reads files does not start: the installation is at fault, not the file."""


def read_file(data: bytes, name: str | None = None, limits: Limits = LIMITS) -> Transcript:
    """Read a file that somebody sent.

    Parameters
    ----------
    data
        The whole file.
    name
        What its sender calls it. Only the door looks at it: the format is known by the content.
    limits
        How large it may be and what reading it may cost.

    Raises
    ------
    FileRefusedError
        When it cannot or must not be read. Nothing of it is kept, and the refusal repeats nothing of it.
    ReadingProcessError
        When this installation cannot read files.
    """
    if len(data) > limits.size:
        raise FileRefusedError(FileCode.FILE_TOO_LARGE, limit=limits.size_mb)
    refuse_secret_name(name)
    kind = recognise(data)
    transcript = _confined(kind, data, limits) if kind.binary else transcribe(data, name, limits)
    refuse_secret(transcript)
    return transcript


def read_text(text: str, limits: Limits = LIMITS) -> Transcript:
    """Read a text that somebody pasted, by the same rules as a file."""
    transcript = transcribe_text(text, limits)
    refuse_unreadable(transcript)
    refuse_secret(transcript)
    return transcript


def _confined(kind: Format, data: bytes, limits: Limits) -> Transcript:
    said = json.dumps({"path": sys.path, "kind": kind, "limits": asdict(limits)})
    process = subprocess.Popen(  # noqa: S603 - our interpreter with our words
        [sys.executable, "-I", "-S", "-X", "utf8", "-c", _BOOT, said],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={name: os.environ[name] for name in _KEPT if name in os.environ},
    )
    with process:
        backstop = Timer(limits.seconds + _GRACE, process.kill)
        backstop.start()
        try:
            answer = _exchange(process, data, _most(limits))
            ended = process.wait()
        finally:
            process.kill()
            backstop.cancel()
    return _heard(ended, answer, limits)


def _exchange(process: subprocess.Popen[bytes], data: bytes, most: int) -> bytes:
    """Give the process the file, and take its answer, which it does not begin before it has the whole file."""
    if process.stdin is None or process.stdout is None:
        raise ReadingProcessError("the process that reads files has no pipes")
    with suppress(BrokenPipeError):
        process.stdin.write(data)
    with suppress(BrokenPipeError):
        process.stdin.close()
    answer = process.stdout.read(most + 1)
    if len(answer) > most:
        process.kill()
    return answer


def _most(limits: Limits) -> int:
    """The longest answer in bytes: three for a Vietnamese letter, and what JSON puts around a line."""
    return 4 * limits.characters + 200 * limits.lines + 4096


def _heard(ended: int, answer: bytes, limits: Limits) -> Transcript:
    if ended == 0 and len(answer) <= _most(limits):
        try:
            return unpack(answer)
        except (ValueError, TypeError, KeyError, AttributeError):
            raise FileRefusedError(FileCode.BROKEN) from None
    if ended in _SPENT or ended == MEMORY_SPENT:
        raise FileRefusedError(FileCode.TOO_COSTLY)
    if ended < 0 or ended == UNFORESEEN:
        raise FileRefusedError(FileCode.BROKEN)
    raise ReadingProcessError(f"the process that reads files ended with {ended} before it read; try it by hand")
