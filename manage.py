#!/usr/bin/env python
"""Run Django's command-line tool for the newsroom."""

import os
import sys


def main() -> None:
    """Run the command named on the command line; wrong settings end it in one line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.base")
    import django  # noqa: PLC0415 - after the settings module is named
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    try:
        django.setup()
    except ImproperlyConfigured as error:
        sys.exit(f"Wrong setting: {error}")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
