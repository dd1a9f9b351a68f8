"""What is seen: the windows of the counter and of the customer."""
