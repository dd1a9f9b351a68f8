"""窗口职责: which window serves what, changed from a day on (R-SEAT-2, R-DUTY-1/2/3)."""
