"""Widgets that every screen shares. Import each from its own module; ``ui/README.md`` lists them."""
