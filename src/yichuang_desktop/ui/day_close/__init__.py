"""日终: what is left on the group's desks, explained and signed by the leader (peers 10)."""
