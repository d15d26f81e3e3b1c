"""The table of every route of the pages: whose it is. What a line says stands in :mod:`tests.api.web.matrix`."""

from typing import Final

from tests.api.web.matrix import ALL, Route, about, lacking, own, public
from thac.domain.agencies import Role

_OFFICE: Final = frozenset({Role.OFFICE, Role.SUPERVISOR})
"""Who draws up, launches, allocates and changes for his agency."""
_HEADS: Final = _OFFICE | {Role.UNIT}
_READERS: Final = _OFFICE | {Role.AUDITOR}
"""Who reads what was drawn up."""
_WORKERS: Final = frozenset({Role.UNIT, Role.OFFICER})
_BELOW: Final = ALL - _WORKERS
"""Who reads everything below his agency."""
_KEEPERS: Final = frozenset({Role.ADMINISTRATOR})
_CHAIR: Final = frozenset({Role.SUPERVISOR})
_FIVE_MINUTES: Final = "public, max-age=300"
_TASK: Final = {"to": "lead", "lead": "Đơn vị 1", "tracked": "yes", "due.type": "none"}
_DAYS: Final = {"first": "2026-12-02", "last": "2026-12-03", "reason": "Ốm"}

_EVERYBODY: Final = (
    public("GET", "/static/{fingerprint}/{name}").kept("public, max-age=31536000, immutable"),
    public("GET", "/language/{language}"),
    public("GET", "/sign-in"),
    public("POST", "/sign-in"),
    lacking("GET", "/sign-in/oidc"),
    lacking("GET", "/sign-in/oidc/callback"),
    own("POST", "/sign-out"),
    own("POST", "/seat"),
    own("GET", "/"),
    own("GET", "/password"),
    own("POST", "/password"),
    public("GET", "/public").kept(_FIVE_MINUTES),
    public("GET", "/public.json").kept(_FIVE_MINUTES),
    public("GET", "/public.atom").kept(_FIVE_MINUTES),
    public("GET", "/public/{directive}").of(directive="published").kept(_FIVE_MINUTES),
    public("GET", "/public/{directive}.json").of(directive="published").kept(_FIVE_MINUTES),
)

_ACCOUNTS: Final = (
    own("GET", "/away", _HEADS),
    own("POST", "/away", _HEADS),
    about("POST", "/away/{stand_in}/end", frozenset({Role.UNIT})),
    own("GET", "/users", _KEEPERS),
    own("GET", "/users/new", _KEEPERS),
    own("POST", "/users/new", _KEEPERS),
    about("GET", "/users/of/{login}", _KEEPERS),
    about("POST", "/users/of/{login}/password", _KEEPERS),
    about("POST", "/users/of/{login}/email", _KEEPERS),
    about("POST", "/users/of/{login}/seats", _KEEPERS, agency="00001", role="monitor"),
    about("POST", "/users/of/{login}/stand-ins", _KEEPERS, seat="{seat}", deputy="near.officer", **_DAYS),
    about("POST", "/users/of/{login}/seats/{seat}/end", _KEEPERS),
    about("POST", "/users/of/{login}/end", _KEEPERS),
)

_WORK: Final = (
    own("GET", "/tasks"),
    own("GET", "/tasks?lane=doing"),
    own("GET", "/tasks?lane=late"),
    about("POST", "/tasks", frozenset({Role.UNIT}), do="take", pick="{assignment}", person="Nguyễn Văn Một"),
    about("POST", "/tasks", _OFFICE | {Role.MONITOR}, do="urge", pick="{assignment}"),
    about("GET", "/tasks/{assignment}"),
    about("POST", "/tasks/{assignment}", _WORKERS, act="progress", percent="50"),
    about("GET", "/tasks/{assignment}/words/{number}").of(number="place"),
    about("GET", "/tasks/{assignment}/files/{attachment}"),
    about("GET", "/allocate/{directive}", _OFFICE).of(directive="waiting"),
    about("POST", "/allocate/{directive}", _OFFICE, **{"give": "1", "leads-1": "00001-U1"}).of(directive="waiting"),
    own("GET", "/agencies/search?q=don vi"),
    own("GET", "/search?q=rieng cua xa"),
)

_DRAWN_UP: Final = (
    own("GET", "/documents", _READERS),
    own("POST", "/documents", _OFFICE, text="CÔNG VĂN\n1. Đơn vị 1 chủ trì rà soát."),
    about("GET", "/documents/{draft}", _READERS),
    about("GET", "/documents/{draft}?edit=1", _READERS),
    about("GET", "/documents/{draft}/preview", _READERS),
    about("POST", "/documents/{draft}/header", _OFFICE, version="1", issued_on="2026-11-20"),
    about("POST", "/documents/{draft}/tasks/{number}", _OFFICE, version="2", text="Lát vỉa hè", **_TASK),
    about("POST", "/documents/{draft}/tasks/{number}/undo", _OFFICE, version="3"),
    about("POST", "/documents/{draft}/tasks", _OFFICE, version="4", text="Trồng cây", **_TASK),
    about("POST", "/documents/{draft}/parent", _OFFICE, version="5", parent="none"),
    about("POST", "/documents/{draft}/launch", _OFFICE, version="6"),
    own("GET", "/orders", _OFFICE | _WORKERS | {Role.AUDITOR}),
    own("GET", "/orders/new", _OFFICE | _WORKERS),
    own("POST", "/orders/new", _OFFICE | _WORKERS, key="k1", text="Khơi cống", lead="Đơn vị 1", channel="direct"),
    about("POST", "/orders/{order}/confirm", _CHAIR),
    about("POST", "/orders/{order}/refuse", _CHAIR),
)

_ORDERED: Final = (
    own("GET", "/directives"),
    own("GET", "/directives?issuer=00001"),
    about("GET", "/directives/{directive}"),
    about("GET", "/directives/{directive}?at=00001", _BELOW),
    about("GET", "/directives/{directive}", _BELOW).of(directive="drafted"),
    about("GET", "/directives/{directive}/progress"),
    about("GET", "/directives/{directive}/ledger", _BELOW),
    about("GET", "/directives/{directive}/receipts", _BELOW),
    about("GET", "/directives/{directive}/change/{kind}", _OFFICE),
    about("POST", "/directives/{directive}/change/{kind}", _OFFICE, task="1", text="Rà soát lại thủ tục"),
    about("POST", "/directives/{directive}/launch", _OFFICE).of(directive="drafted"),
    about("POST", "/directives/{directive}/withdraw", _OFFICE).of(directive="drafted"),
    about("GET", "/graph?directive={directive}"),
    own("GET", "/graph"),
    about("GET", "/graph?agency=00001", _BELOW),
    own("GET", "/publishing", _OFFICE),
    about("POST", "/publishing/{directive}", _OFFICE, public="yes"),
)

_WATCHED: Final = (
    own("GET", "/alerts"),
    own("GET", "/alerts?below=true&all=true"),
    about("POST", "/alerts", _OFFICE, **{"do": "acknowledge", "alert[]": "{alert}"}),
    about("POST", "/alerts", _OFFICE | {Role.MONITOR}, **{"do": "urge", "alert[]": "{alert}"}),
    own("GET", "/live", endless=True),
    own("GET", "/overview", _BELOW),
    own("GET", "/overview.xlsx", _BELOW),
    own("GET", "/overview/{picture}.svg", _BELOW).kept("private, no-cache"),
    own("GET", "/overview/{picture}.svg", _BELOW).of(picture="view").kept("private, no-cache"),
    own("GET", "/overview/{view}", _BELOW),
    own("GET", "/reports/weekly", _BELOW),
    own("GET", "/reports/weekly.docx", _BELOW),
    own("GET", "/reports/weekly.xlsx", _BELOW),
    about("GET", "/reports/weekly?agency=00001", _BELOW),
    about("GET", "/reports/weekly.docx?agency=00001", _BELOW),
    about("GET", "/reports/weekly.xlsx?agency=00001", _BELOW),
    own("GET", "/overlaps"),
    about("GET", "/overlaps/{key}"),
    about("POST", "/overlaps/{key}", _OFFICE, outcome="merged", reason="Gộp lại"),
)

ROUTES: Final[tuple[Route, ...]] = (*_EVERYBODY, *_WORK, *_DRAWN_UP, *_ORDERED, *_WATCHED, *_ACCOUNTS)
"""Accounts come last, since theirs end."""
