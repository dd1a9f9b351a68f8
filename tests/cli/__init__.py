"""The command line and the headless twin, as real processes."""
