"""The store that has lived, with records beside its ledgers."""

from collections.abc import Iterator

import pytest

from tests.places import Place
from tests.store.conftest import NOW
from tests.store.test_audit_records import kept
from thac.store.engine import Engines, open_engines

__all__ = ["NOW"]


@pytest.fixture
def store(place: Place) -> Iterator[Engines]:
    """A copy of it."""
    engines = open_engines(place.copy("kept", kept))
    yield engines
    engines.dispose()
