"""Scans from anywhere: a scanner told from a person by timing, before anything lands in a field."""
