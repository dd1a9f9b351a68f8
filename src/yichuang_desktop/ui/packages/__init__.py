"""The parts of a package on screen: 分办清单 (R-IN-11)."""
