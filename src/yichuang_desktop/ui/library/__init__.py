"""The item library: a file read, what it would change, what the department must mend (R-ITEM-1)."""
