"""Models of accounts, one concept a file."""

from accounts.models.user import User

__all__ = ["User"]
