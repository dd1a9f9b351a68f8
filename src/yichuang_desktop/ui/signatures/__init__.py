"""Signatures given on screen: each verified when it is opened, and written again before the eyes."""
