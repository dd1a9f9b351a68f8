"""Counter software for a one-window service hall (一窗通办)."""
