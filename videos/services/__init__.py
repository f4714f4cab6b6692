"""Work on videos that crosses models, files and transactions."""
