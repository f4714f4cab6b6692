"""What a password must be: composition, guessing, published leaks.

Knows nothing of HTTP, forms or accounts; ``accounts.services.passwords`` puts it together.
"""
