"""Screens of accounts in the editor; those of the public site are in ``accounts.pages``."""
