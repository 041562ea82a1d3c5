"""What is known about a unit: dated facts with their source, and boundaries."""
