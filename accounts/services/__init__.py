"""Work of accounts that crosses models: roles, the moderation workflow, the first administrator."""
