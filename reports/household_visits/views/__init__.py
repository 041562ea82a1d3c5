"""Pages of visits to households: for the commune tier the rows, for everybody above numbers."""
