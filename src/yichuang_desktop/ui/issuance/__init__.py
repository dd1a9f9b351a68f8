"""The issuance desk: scan, register, book in, phone, check the person, issue (R-HO-3, R-REM-1, R-OUT-1/2/3)."""
