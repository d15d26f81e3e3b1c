"""The store: ledger, read model, directory, and how they are kept."""
