"""People who sign in: the user model, roles as groups and the staff side of signing in.

Knows nothing of articles and videos; a role finds them through content types and page trees.
"""
