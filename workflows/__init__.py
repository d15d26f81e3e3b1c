"""The workflows, one type per file, and the messages that travel to and from them."""
