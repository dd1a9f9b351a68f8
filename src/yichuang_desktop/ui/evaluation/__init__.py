"""Teaching the program an evaluation box (R-EVAL-1, R-X-7)."""
