"""The delivery store: what the public may see now, ready to be read as bytes.

It owns documents, addresses, the change log and projection. It knows nothing of articles or
videos: packages above register a projector for each kind they own (``cms.delivery.registry``).
Open a ``cms.delivery.publication.publication()`` around changes of content that belong together.
"""
