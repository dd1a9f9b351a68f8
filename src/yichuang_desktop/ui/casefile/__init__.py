"""Find a case and read its whole life: tracks, timeline, papers (R-X-1)."""
