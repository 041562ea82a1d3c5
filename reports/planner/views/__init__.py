"""Pages of the calendar, the communes' meetings, planning, cell meetings and the private feed."""
