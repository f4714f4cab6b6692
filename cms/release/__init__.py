"""When works become public and when they stop being so: scheduled publishing and expiry."""
