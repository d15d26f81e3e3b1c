"""What workflows have done for them outside: one class per capability, its port beside it."""
