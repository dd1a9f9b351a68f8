"""Reminders: what falls due, who was told and what was said, what is overdue; the month (R-REM-1)."""
