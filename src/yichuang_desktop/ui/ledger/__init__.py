"""The intake ledger for any span of days: on screen, as a workbook, as a printed page (R-ARC-2)."""
