"""The API process: joins the application to the store and to Temporal, and serves it until told to stop."""

from contextlib import suppress

import uvicorn
from temporalio.client import Client

from api.app import create_app
from api.dependencies import Dependencies, IdentityProvider
from api.dockets import TemporalDockets
from thac.clock import installed_clock
from thac.embedded import interrupted_by_signals
from thac.observability import Metrics, configure_logging
from thac.settings import Settings
from thac.store.directory import DirectoryCache
from thac.store.engine import open_engines
from thac.temporal import connect_as_set
from workflows.messages import Archive


class _OneClient:
    """The client of Temporal, made at the first call; it connects when it is used, so the API starts without."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._client: Client | None = None

    async def __call__(self) -> Client:
        if self._client is None:
            self._client = await connect_as_set(self._settings, lazy=True)
        return self._client


def _provider(settings: Settings) -> IdentityProvider | None:
    issuer, client, secret = settings.oidc_issuer, settings.oidc_client_id, settings.oidc_client_secret
    if issuer is None or client is None or secret is None:
        return None
    return IdentityProvider(issuer, client, secret, settings.oidc_name)


def serve(settings: Settings, host: str, port: int) -> None:
    """Serve the API at that address until SIGTERM or Ctrl-C; requests under way are answered first."""
    configure_logging("api", settings.log_level)
    clock = installed_clock(settings)
    engines = open_engines(settings.store_address)
    servers: list[uvicorn.Server] = []
    deps = Dependencies(
        engines=engines,
        dockets=TemporalDockets(
            _OneClient(settings),
            settings.rest_after_events,
            Archive(settings.archive_after, settings.archive_quiet),
            clock.scaled,
        ),
        directory=DirectoryCache(),
        clock=clock.now,
        stretched=clock.stretched,
        flush_seconds=settings.flush_timeout_seconds,
        metrics=Metrics.create(),
        webhook_private=settings.webhook_private,
        ending=lambda: any(server.should_exit for server in servers),
        audit_every=settings.audit_every,
        public_url=settings.public_url,
        identity=_provider(settings),
        attachment_bytes=settings.attachment_bytes,
        public_pages=settings.public_pages,
    )
    config = uvicorn.Config(
        create_app(deps),
        host,
        port,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=max(1, settings.stop_timeout_seconds - 2),
    )
    try:
        # uvicorn ends in order at a signal and then raises it again; here that is no failure.
        with interrupted_by_signals(), suppress(KeyboardInterrupt):
            servers.append(uvicorn.Server(config))
            servers[0].run()
    finally:
        engines.dispose()
