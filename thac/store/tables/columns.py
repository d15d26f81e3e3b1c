"""What all tables have: moments, and the collection they belong to."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator


class Utc(TypeDecorator[datetime]):
    """A moment: aware and in UTC on both sides, whatever the database keeps."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Any) -> Callable[[Any], Any] | None:
        """Nothing to do for no moment: most of an assignment's have not come yet, and a launch writes thousands."""
        process = super().bind_processor(dialect)
        return process and (lambda value: None if value is None else process(value))

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:  # noqa: ARG002
        """UTC on the way in; a moment without zone is refused."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment without zone: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:  # noqa: ARG002
        """Aware on the way out."""
        return value if value is None or value.tzinfo is not None else value.replace(tzinfo=UTC)


metadata = sa.MetaData()
