"""Models of accounts, one concept a file."""

from accounts.models.first_administrator import FirstAdministratorLink
from accounts.models.user import User

__all__ = ["FirstAdministratorLink", "User"]
