"""How an assignment is minded while the lead works: paused and resumed, urged."""

from thac.domain import commands as cmd
from thac.domain import events as ev
from thac.domain.decisions.outcomes import Outcome
from thac.domain.decisions.rights import as_urging, issuers_row
from thac.domain.docket import Docket
from thac.domain.refusals import Code, Refusal, refuse


def pause(docket: Docket, command: cmd.Pause, parcel: cmd.Parcel) -> Outcome:
    """The issuer lets it rest; the clock stays in sight."""
    row = issuers_row(docket, command.assignment, parcel)
    if isinstance(row, Refusal):
        return row
    return refuse(Code.PAUSED_ALREADY) if row.paused else (ev.Paused(row.key, command.text),)


def resume(docket: Docket, command: cmd.Resume, parcel: cmd.Parcel) -> Outcome:
    """The issuer ends the pause."""
    row = issuers_row(docket, command.assignment, parcel)
    if isinstance(row, Refusal):
        return row
    return (ev.Resumed(row.key),) if row.paused else refuse(Code.NOT_PAUSED)


def urge(docket: Docket, command: cmd.Urge, parcel: cmd.Parcel) -> Outcome:
    """The lead is urged; an alert goes out at once."""
    row = as_urging(docket, command.assignment, parcel)
    return row if isinstance(row, Refusal) else (ev.Urged(row.key, command.text),)
