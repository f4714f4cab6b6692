"""The endpoints of the account API, one subject a file."""
