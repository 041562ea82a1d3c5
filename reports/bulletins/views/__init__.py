"""Pages of bulletins: the lists and one bulletin, writing and publishing, reading and conveying."""
