"""A supervisor as a process of its own, so that a test can kill it: Temporal and two processes that sleep."""

import sys
from pathlib import Path

from thac.embedded import Embedded, Part, interrupted_by_signals
from thac.settings import Settings


def sleepers(settings: Settings) -> list[Part]:
    return [Part(name, ("sleep", "600"), settings.logs_folder / f"{name}.log") for name in ("worker", "api")]


if __name__ == "__main__":
    with interrupted_by_signals():
        try:
            with Embedded(Settings(home=Path(sys.argv[1])), sleepers) as running:
                running.wait()
        except KeyboardInterrupt:
            print("ended in order")
