"""The newsroom's WSGI application with the benchmark's addresses added."""

from importlib import import_module

from cms.wsgi import application

import_module("benchmarks.urls")

__all__ = ["application"]
