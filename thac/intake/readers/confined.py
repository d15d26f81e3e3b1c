"""What runs in the process that reads one file: it binds itself, reads from standard input, answers, and ends.

The bounds are set before the first byte of the file is taken in. What breaks through them ends the process, by a signal
or for want of memory, and the one who started it says so in its place.
"""

import resource
import signal
import sys
from collections.abc import Callable
from typing import Final

from thac.intake.limits import Limits
from thac.intake.readers import Format, reader_of
from thac.intake.readers.carrying import pack
from thac.intake.readers.legibility import refuse_unreadable
from thac.intake.refusals import FileCode, FileRefusedError
from thac.intake.transcript import Transcript

_FILES: Final = 32
"""Standard input and output, and what an interpreter opens when it loads a module late."""
MEMORY_SPENT: Final = 77
"""How the process ends that had no memory left to say so."""
UNFORESEEN: Final = 70
"""How it ends when the file led its reader to where nobody thought of."""


def bind(limits: Limits) -> None:
    """Take from this process what reading a file does not need: time, memory, files, processes, a memory dump."""
    seconds = int(limits.cpu) + 1
    for what, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, _FILES),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, limits.memory),
    ):
        resource.setrlimit(what, (most, most))
    for end in (signal.SIGALRM, signal.SIGPROF, signal.SIGXCPU):
        signal.signal(end, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, limits.cpu)
    signal.setitimer(signal.ITIMER_REAL, limits.seconds)


def main(kind: Format, limits: Limits) -> int:
    """Read the file on standard input and write what it says to standard output; the number to end with."""
    read = reader_of(kind)
    bind(limits)
    try:
        sys.stdout.buffer.write(_answer(read, sys.stdin.buffer.read(limits.size + 1), limits))
        sys.stdout.buffer.flush()
    except MemoryError:
        return MEMORY_SPENT
    except Exception:  # noqa: BLE001 - whatever a damaged file leads a reader to; it says nothing, as it may quote the file
        return UNFORESEEN
    return 0


def _answer(read: Callable[[bytes, Limits], Transcript], data: bytes, limits: Limits) -> bytes:
    try:
        transcript = read(data, limits)
        refuse_unreadable(transcript)
    except FileRefusedError as refused:
        return pack(refused)
    except RecursionError:
        return pack(FileRefusedError(FileCode.NESTED_TOO_DEEP))
    return pack(transcript)
