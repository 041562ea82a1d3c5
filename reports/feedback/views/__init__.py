"""Pages of petitions: lists, one petition, its actions, sending one, a department's desk."""
