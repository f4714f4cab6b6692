"""The file process: previews and documents as bytes, by ranges, to slow and fast readers.

It owns one small ASGI application. It knows nothing of sessions, cookies or permissions: a file is
served while a public document shows it, or with a link signed for an editor.
"""
