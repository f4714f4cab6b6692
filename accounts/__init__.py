"""People who sign in: journalists with a media account, and staff with roles.

Knows nothing of articles and videos; a role finds them through content types and page trees.
"""
