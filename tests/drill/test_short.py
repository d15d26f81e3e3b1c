"""A month of two provinces, killed a dozen times: nothing is missing, nothing comes twice, nothing is made up."""

from pathlib import Path

import pytest

from tests.drill.drilling import Asked, drill

pytestmark = [pytest.mark.verify, pytest.mark.timeout(900)]


def test_a_short_drill_holds(tmp_path: Path) -> None:
    asked = Asked(
        seed=20261129, directives=8, rows=120, provinces=2, factor=25_000, minutes=1.2, kills=12, keep=tmp_path
    )
    report = drill(asked, print)
    print(report)
    # How many get through before the year is over is the machine's doing; that some do is not.
    assert report.launched >= 3
    assert sum(report.kills.values()) >= 12
    assert report.commands > 10
    assert report.audit["alerts"] > 50
    # The sink died at a random moment, and once more or twice when it had taken a mail that nobody was told of.
    assert report.kills["sink"] >= 2
    assert report.mails.expected > 10
    assert report.mails.taken >= report.mails.expected
    assert report.mails.repeated >= 1
    assert report.held, report
