"""The command line: what did the user type? The one place that may know every part."""

from thac.cli.main import main

__all__ = ["main"]
