"""归档: bags that may be packed, what others still lack, the months on the shelf (4.6; R-ARC-1, R-ARC-2)."""
