"""The built-in public pages, the home page of the installation and the demo newsroom."""
