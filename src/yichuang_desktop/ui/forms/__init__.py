"""A form for any request that declares its fields: one panel, a widget a kind, nothing typed is lost."""
