"""A released video described by the IPTC Video Metadata Hub: as JSON, as XMP, and inside files.

Everything is made from delivered documents, so nothing here can say what is not public.
"""
