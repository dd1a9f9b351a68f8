"""Kill the program in the middle of its work, again and again, and count what is left: see docs/soak.md."""
