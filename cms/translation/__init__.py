"""The translation desk on top of wagtail-localize."""
