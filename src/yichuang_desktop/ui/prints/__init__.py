"""Prints and devices: what came out, what did not, what to do; and papers as pictures (R-X-1)."""
