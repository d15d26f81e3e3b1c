"""An installation on one machine: Temporal, worker and API supervised on one data folder."""

from thac.embedded.devserver import DevServer, TemporalPlan, temporal_binary
from thac.embedded.errors import DataFolderInUseError, EmbeddedError, NotReadyError, TemporalBinaryMissingError
from thac.embedded.keeper import BackOff, Keeper
from thac.embedded.lock import DataFolderLock
from thac.embedded.part import Part
from thac.embedded.ports import free_port
from thac.embedded.runfile import RunFile
from thac.embedded.supervisor import Embedded, interrupted_by_signals, thac_part, worker_and_api

__all__ = [
    "BackOff",
    "DataFolderInUseError",
    "DataFolderLock",
    "DevServer",
    "Embedded",
    "EmbeddedError",
    "Keeper",
    "NotReadyError",
    "Part",
    "RunFile",
    "TemporalBinaryMissingError",
    "TemporalPlan",
    "free_port",
    "interrupted_by_signals",
    "temporal_binary",
    "thac_part",
    "worker_and_api",
]
