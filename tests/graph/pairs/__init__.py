"""Pairs of items written for the project, with what a reviewer should be told about them."""
