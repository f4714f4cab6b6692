"""Timed text in the newsroom: the files that are served, HLS, and the editor's screens.

The text itself is the business of ``videos.pipeline.timed_text``, changing it of
``videos.services.tracks``.
"""
