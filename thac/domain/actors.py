"""Who acts on a docket, and for whom."""

from dataclasses import dataclass

from thac.domain.agencies import AgencyId, Role


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, for which agency, in which role.

    ``on_behalf``: the agency for which the issuing office enters what that agency did (nhập thay); always marked.
    """

    agency: AgencyId
    role: Role
    name: str
    on_behalf: AgencyId | None = None

    @property
    def acting(self) -> AgencyId:
        """The agency whose act it is."""
        return self.on_behalf or self.agency
