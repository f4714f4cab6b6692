"""What ``probe`` needs: each file reads or decides one kind of fact about a media file.

It knows PyAV and bytes, nothing of encoding, of Django or of models.
"""
