"""What happens: the acts of the hall, each one transaction, named as a clerk would say them."""
