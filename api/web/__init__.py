"""The pages: what an office, a unit and a supervisor see and do in a browser."""
