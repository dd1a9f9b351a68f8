"""The issuance desk: scan, register, book in, phone, issue (R-HO-3, R-REM-1, R-OUT-1/2/3)."""
