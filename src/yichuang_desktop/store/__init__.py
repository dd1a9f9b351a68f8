"""Where it is kept: SQLite and PostgreSQL behind the services' ports."""
