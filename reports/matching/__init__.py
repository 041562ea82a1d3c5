"""The right person for the place: suggestions with their reasons."""
