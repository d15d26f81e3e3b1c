"""The graph of agencies, directives and tasks, in which overlaps are found."""
