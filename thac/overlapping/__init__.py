"""How documents that were read become what the graph compares; the graph itself knows nothing of their reading."""
