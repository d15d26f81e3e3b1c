"""Which agencies of the directory the names of a document mean, seen from its issuer."""

from dataclasses import dataclass, field

from thac.directory.names import Resolution, Resolved, Unknown, resolve
from thac.domain.agencies import AgencyId, AgencyTree
from thac.intake.document import Document
from thac.intake.draft import NamedBody
from thac.intake.meaning.issuer import Issuer
from thac.intake.meaning.listing import Named
from thac.intake.meaning.whereabouts import issuer_meaning


@dataclass(slots=True)
class Names:
    """The directory as one document asks it; each name is looked up once."""

    tree: AgencyTree | None
    within: AgencyId | None
    known: dict[str, Resolution] = field(default_factory=dict)

    def body(self, named: Named) -> NamedBody:
        """A named body with its meaning; a mere role means no agency yet."""
        name = named.body.name
        meaning = None if self.tree is None or named.body.role else self.meaning(name, self.tree)
        if isinstance(meaning, Unknown) and named.body.post and self.tree is not None and ", " in name:
            # One person with two posts: the first says where to find it.
            meaning = self.meaning(name.split(", ")[0], self.tree)
        return NamedBody(name, named.printed, named.line, meaning)

    def meaning(self, name: str, tree: AgencyTree) -> Resolution:
        """What a name means, remembered."""
        if name not in self.known:
            self.known[name] = resolve(name, tree, self.within)
        return self.known[name]


def issuing_body(
    found: Issuer | None, tree: AgencyTree | None, known: AgencyId | None, document: Document
) -> NamedBody | None:
    """The issuer as a named body: the agency that is known to issue it, or what its own name means there."""
    if tree is not None and known is not None:
        if known not in tree:
            raise KeyError(known)
        name = found.name if found else tree[known].name
        return NamedBody(name, name, found.line if found else 1, Resolved(known))
    if found is None:
        return None
    meaning = None if tree is None else issuer_meaning(found.name, tree, document)
    return NamedBody(found.name, found.name, found.line, meaning)
