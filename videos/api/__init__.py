"""The videos of the public API."""
