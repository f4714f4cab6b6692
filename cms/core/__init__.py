"""The shared kernel: base page, blocks, images, snippets, mail, leased work, problems, visibility.

It imports no other package of this project.
"""
