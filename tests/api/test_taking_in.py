"""What an API holds in memory of a large installation is not gone through again and again."""

import gc
from collections.abc import Iterator

import pytest

from api import dependencies
from tests.api.conftest import LETTER, Office
from thac.overlapping.running import Running

TEXTS = ("Rà soát hộ nghèo trên địa bàn", "Kiểm tra an toàn hồ đập thủy lợi", "Tổ chức giải bóng đá học sinh")


@pytest.fixture
def unfrozen() -> Iterator[None]:
    """What a test had left alone is gone through again after it."""
    gc.unfreeze()
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("unfrozen")
async def test_what_takes_several_portions_is_left_alone_by_the_collector(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, text in enumerate(TEXTS, 20):
        task = LETTER["tasks"][1] | {"number": 1, "text": text}
        await office.launch(LETTER | {"number": f"{number}", "subject": text, "tasks": [task]})
    service = office.app.state.service
    service.running = Running()
    service.keep_up()
    assert gc.get_freeze_count() == 0
    service.running = Running()
    monkeypatch.setattr(dependencies, "_AT_ONCE", 1)
    service.keep_up()
    assert gc.get_freeze_count() > 0
