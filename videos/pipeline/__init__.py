"""Work on media files: probing, the poster, the preview.

Plain Python around PyAV. It takes paths and returns dataclasses; it knows nothing of Django,
of models or of requests. Untrusted files are opened only in a child process (``isolation``).
"""
