"""委托登记: which department has delegated the acceptance of which item to the hall (R-IN-8)."""
