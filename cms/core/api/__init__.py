"""Shared parts of the public API."""
