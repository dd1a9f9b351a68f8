"""What comes in and goes out as files: item libraries and ledgers."""
