"""The JSON of news."""
