"""咨询: find the item, answer with its guide in seconds, refer what is hard (R-ASK-1, R-ASK-2)."""
