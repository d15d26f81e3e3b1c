"""The HTTP API: what offices, units and programs ask of Thác, each within the scope of its token."""
