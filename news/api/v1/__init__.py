"""Version 1 of the JSON of news."""
