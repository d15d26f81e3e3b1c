"""Who is to have access to the system, for which agency and in which role."""

from dataclasses import dataclass
from datetime import date

from thac.domain.agencies import AgencyId, Role


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who has access or is to have it, until the end of the day ``expires_on`` in Vietnam."""

    agency: AgencyId
    role: Role
    person: str
    email: str | None = None
    expires_on: date | None = None

    @property
    def key(self) -> tuple[AgencyId, Role, str]:
        """Who it is: a second row, or a second import, of the same gives no second access."""
        return self.agency, self.role, self.person
