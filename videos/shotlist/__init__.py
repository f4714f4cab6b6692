"""The shotlist of a video: its times, its checks, its files, and how pasted lists are read.

The files are made from a video's delivered document and nothing else, so what is not public cannot
be in them. Editors get the same files made from the document of their draft.
"""
