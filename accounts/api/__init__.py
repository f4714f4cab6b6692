"""The account as JSON."""
