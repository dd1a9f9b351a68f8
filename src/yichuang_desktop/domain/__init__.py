"""What is allowed: the rules of the hall, free of clock, database and screen."""
