"""A drill: a synthetic national year in compressed time on a real installation that is killed, locked and filled.

``python -m tests.drill --seed 20261129 --directives 300 --minutes 30 --kills 60``. The world follows from the seed; the
timing is the machine's. Without ``--factor`` time passes so fast that the minutes are a year.
"""

import argparse
import json
import sys
from pathlib import Path

from tests.drill.drilling import Asked, drill, now_said

_YEAR_MINUTES = 365 * 24 * 60


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.drill", description=__doc__)
    parser.add_argument("--seed", type=int, default=20261129, help="the world and what is done to it follow from it")
    parser.add_argument("--directives", type=int, default=300)
    parser.add_argument("--rows", type=int, help="assignments to aim at; 73 for each directive unless said")
    parser.add_argument("--provinces", type=int, default=34, help="how many provinces the directory has, 1 to 34")
    parser.add_argument("--factor", type=float, help="how many times as fast time passes; a year in the minutes")
    parser.add_argument("--minutes", type=float, default=30.0, help="how long the offices work, by the wall")
    parser.add_argument("--kills", type=int, default=60, help="at least so many")
    parser.add_argument("--keep", type=Path, help="a folder for the data, kept; a temporary one unless said")
    parser.add_argument("--json", type=Path, help="write the report there as JSON too")
    return parser.parse_args()


def main() -> int:
    """Hold the drill that the command line asks for; 1 if something was missing, twice, spurious, lost or broken."""
    said = _asked()
    asked = Asked(
        seed=said.seed,
        directives=said.directives,
        rows=said.rows or 73 * said.directives,
        provinces=said.provinces,
        factor=said.factor or _YEAR_MINUTES / said.minutes,
        minutes=said.minutes,
        kills=said.kills,
        keep=said.keep,
    )
    report = drill(asked, lambda sentence: print(now_said(), sentence, file=sys.stderr, flush=True))
    print(report)
    if said.json is not None:
        said.json.write_text(json.dumps(report.as_json(), ensure_ascii=False, indent=2, default=str) + "\n")
    return 0 if report.held else 1


if __name__ == "__main__":
    sys.exit(main())
