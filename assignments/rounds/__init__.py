"""Assignment rounds: drafted, compared, checked, approved, in force on their day."""
