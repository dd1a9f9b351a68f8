"""Reading identity cards into the fields where a person is written down (R-IN-2)."""
