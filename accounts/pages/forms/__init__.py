"""Forms of the account screens. They check what was typed; the services decide."""
