"""Work on news that crosses models."""
