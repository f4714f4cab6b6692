"""The demo newsroom: an invented organisation, its texts and generated media.

Owns the texts in ``content/``, the generators of images, videos and documents, and the
loader that publishes everything through the ordinary models. Knows nothing of how the
pages are served.
"""
