"""How do we reach Temporal? One converter and one way to connect, for client, worker, replayer and tests."""

import dataclasses
from functools import lru_cache
from typing import Any, Final

from pydantic import TypeAdapter
from temporalio import activity, workflow
from temporalio.api.common.v1 import Payload
from temporalio.client import Client
from temporalio.contrib.pydantic import PydanticJSONPlainPayloadConverter, pydantic_data_converter
from temporalio.converter import CompositePayloadConverter, DataConverter, DefaultPayloadConverter

from thac.settings import Settings


@lru_cache(maxsize=1024)
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


class _SharedAdapters(PydanticJSONPlainPayloadConverter):
    """The SDK's pydantic converter with one cache of adapters for the process.

    The SDK makes a converter for every workflow it starts, each with a cache of its own; building the adapters anew
    took a tenth of a launch's processor time.
    """

    def from_payload(self, payload: Payload, type_hint: type | None = None) -> Any:
        return _adapter(Any if type_hint is None else type_hint).validate_json(payload.data)


_JSON = _SharedAdapters()
_CONVERTERS = tuple(
    _JSON if one.encoding == _JSON.encoding else one
    for one in DefaultPayloadConverter.default_encoding_payload_converters
)


class _PayloadConverter(CompositePayloadConverter):
    def __init__(self) -> None:
        super().__init__(*_CONVERTERS)


DATA_CONVERTER: Final[DataConverter] = dataclasses.replace(
    pydantic_data_converter, payload_converter_class=_PayloadConverter
)
"""How every value travels; a client, worker, replayer or test environment with another one reads rubbish."""


class TemporalAddressMissingError(Exception):
    """No Temporal server is named in the settings, and this process starts none."""

    code: Final = "temporal-address-missing"


async def connect(address: str, namespace: str = "default", *, lazy: bool = False) -> Client:
    """A client of the server at ``host:port``.

    Parameters
    ----------
    address
        Host and port of the server's gRPC frontend.
    namespace
        The namespace must exist.
    lazy
        Connect at the first call instead of now, so that a process starts while the server is away. A worker cannot
        be built on a lazy client.

    Raises
    ------
    RuntimeError
        The server does not answer (only when not lazy).
    """
    return await Client.connect(address, namespace=namespace, data_converter=DATA_CONVERTER, lazy=lazy)


async def connect_as_set(settings: Settings, *, lazy: bool = False) -> Client:
    """A client of the server that the settings name; see `connect`.

    Raises
    ------
    TemporalAddressMissingError
        The settings name no server.
    """
    if settings.temporal_address is None:
        raise TemporalAddressMissingError(
            "no Temporal server is named: start this process with `thac up`, or set THAC_TEMPORAL_ADDRESS to host:port"
        )
    return await connect(settings.temporal_address, settings.temporal_namespace, lazy=lazy)


def log_ids_as_fields() -> None:
    """Let the loggers of workflows and activities say their ids as fields only, not also inside the sentence.

    The SDK keeps this as a property of its two loggers; the worker's start is the place to set it.
    """
    workflow.logger.workflow_info_on_message = False
    activity.logger.activity_info_on_message = False
