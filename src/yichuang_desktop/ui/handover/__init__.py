"""Handover: papers waiting for the departments, their officers' signatures, the way on (R-HO-1, R-HO-2)."""
