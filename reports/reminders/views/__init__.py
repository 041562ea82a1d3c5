"""Pages of messages and of urging."""
