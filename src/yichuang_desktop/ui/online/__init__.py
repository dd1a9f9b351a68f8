"""网厅: what was filed online and is not yet decided, whom it waits for, and the one act that is next."""
