"""What goes in and out over HTTP, in classes of its own, and where it becomes domain values and back."""
