"""Version 1 of the content API: its endpoints and their description."""
