"""Composition of the public API: routes, the lean read path, OpenAPI and its readable pages."""
