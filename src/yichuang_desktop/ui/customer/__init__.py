"""The window that faces the citizen: read and sign, rate, or simply wait."""
