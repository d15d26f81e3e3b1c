"""The pages in a real browser, over an installation that runs."""
