"""Excel files into units, officers, assignments and households."""
