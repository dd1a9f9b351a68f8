"""待补待查: what is still owed about applications, by whom, until when; one clock for all of it (leap 6)."""
