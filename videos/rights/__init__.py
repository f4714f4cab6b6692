"""What may be done with footage: its sentence in every language and its ODRL policy.

Knows the rules of a page as plain values (:class:`videos.rights.rules.Rights`), and nothing of who
may see the page.
"""
