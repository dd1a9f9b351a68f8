"""The devices of this window: how each stands, what to do, test, history, set-up (R-X-7)."""
