"""What goes to the platform and comes back: the list of pushes, and the card that copies by hand (R-IN-7)."""
