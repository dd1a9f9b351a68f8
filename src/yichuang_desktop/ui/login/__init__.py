"""The log-in window: the first thing painted, so it imports next to nothing."""
