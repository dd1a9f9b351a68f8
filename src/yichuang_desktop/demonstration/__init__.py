"""A hall to look at and to try: made by the services' own acts at simulated times, marked 演示 everywhere."""
