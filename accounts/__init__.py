"""People who sign in: the user model, staff roles, sign-in."""
