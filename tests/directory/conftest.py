"""The two directories the tests ask: the whole country and the province Thái Nguyên."""

import pytest

from thac.directory.build import build_directory
from thac.domain.agencies import AgencyTree


@pytest.fixture(scope="session")
def country() -> AgencyTree:
    return build_directory("VN")


@pytest.fixture(scope="session")
def thai_nguyen() -> AgencyTree:
    return build_directory("19")
