"""退件邮寄: what goes back, what is mailed, what nobody fetches (R-RET-1, R-OUT-4)."""
