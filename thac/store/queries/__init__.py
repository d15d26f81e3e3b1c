"""What readers ask of the read model: assignments, cascades, directives, alerts, each within the reader's scope.

Every list is a ``Page`` with its total counted by the database; counts never come from a page.
"""
