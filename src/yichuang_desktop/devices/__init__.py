"""What is plugged in: evaluation devices, scanners and their states."""
