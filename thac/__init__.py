"""Thác: directives from Central to the unit, and the answers back up."""
