"""The composition root: the only place that knows store, printing, exchange and ui at once."""
