"""What is printed: slips (ESC/POS), A4 pages, transports and the spooler."""
