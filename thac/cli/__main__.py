"""Lets ``python -m thac.cli`` be the same as ``thac``; the supervisor starts its processes this way."""

from thac.cli import main

main()
