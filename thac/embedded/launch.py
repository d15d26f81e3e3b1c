"""Becomes another program that dies with the process that started it, even when that one is killed with -9.

Run by path, with the standard library alone: ``launch.py SUPERVISOR MODE PROGRAM ARGUMENT…``. Done here and not in
``preexec_fn``, because Python code between fork and exec may hang when the starting process has threads.
"""

import ctypes
import os
import select
import signal
import sys

PR_SET_PDEATHSIG = 1
LOOK_SECONDS = 0.5


def die_by_signal(supervisor: int) -> None:
    """Linux: the kernel kills this process when the thread that started it ends. Survives the exec."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != supervisor:  # it died before the kernel was told
        sys.exit(1)


def die_by_watch() -> None:
    """Elsewhere: a second process reads our input, whose other end the supervisor holds, and kills us at its end."""
    program = os.getpid()
    if os.fork():
        return
    while os.getppid() == program:
        readable, _, _ = select.select([0], [], [], LOOK_SECONDS)
        if readable and not os.read(0, 1):
            os.kill(program, signal.SIGKILL)
            break
    os._exit(0)


def main(supervisor: str, mode: str, *program: str) -> None:
    """Arrange the end, then become the program; its process id is this one's."""
    if mode == "signal":
        die_by_signal(int(supervisor))
    else:
        die_by_watch()
    try:
        os.execvp(program[0], program)  # noqa: S606  (an argument list of ours; a shell would only add a process)
    except OSError as error:
        sys.exit(f"{program[0]} cannot be run: {error.strerror}")


if __name__ == "__main__":
    main(*sys.argv[1:])
