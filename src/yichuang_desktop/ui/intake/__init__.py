"""Intake: item, applicant, checklist on one page; accept or one-off notice (R-IN-1 to R-IN-4, R-IN-9)."""
