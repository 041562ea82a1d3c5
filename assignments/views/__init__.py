"""What is shown of who holds what."""
