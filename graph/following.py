"""How the graph follows the dockets: each event of a ledger changes what its assignments say, and nothing else."""

from graph.build import Responsibilities
from graph.holdings import held, held_id
from thac.domain.assignments import Assignment
from thac.domain.docket import Docket
from thac.domain.events import Recorded
from thac.domain.folding import apply


class Follower:
    """Folds the events of dockets as the domain does and carries what changed into the graph."""

    def __init__(self, graph: Responsibilities) -> None:
        self.graph = graph
        self._dockets: dict[str, Docket] = {}
        self._known: dict[str, dict[str, Assignment]] = {}

    def follow(self, recorded: Recorded) -> None:
        """Take in the next event of a docket.

        Raises
        ------
        ValueError
            It is not the next one of its docket.
        """
        docket = self._dockets.setdefault(recorded.docket, Docket(recorded.docket))
        apply(docket, recorded, "")
        known = self._known.setdefault(recorded.docket, {})
        for key, row in docket.rows.items():
            if known.get(key) is not row:
                known[key] = row
                self.graph.put(held(docket, row))
        for key in known.keys() - docket.rows.keys():
            del known[key]
            self.graph.drop(held_id(recorded.docket, key))
