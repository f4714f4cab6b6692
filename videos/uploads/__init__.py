"""Getting masters in: files sent by a browser piece by piece, and files dropped into a folder.

It owns a file from the first byte until it is the master of an asset. What happens to an asset's
master afterwards belongs to ``videos.services``.
"""
