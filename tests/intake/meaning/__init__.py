"""Tests of what a document orders."""
