"""What is read for calendars, plans, the matrix of cell meetings and the feed."""
