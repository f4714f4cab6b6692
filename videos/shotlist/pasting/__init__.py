"""Reading shotlists as people paste them: dopesheets from mail, and tables from spreadsheets.

Nothing here knows Django or the database. Whatever cannot be read is handed back with its line and
the reason.
"""
