"""How static files are named and kept."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Names each file by its content, compressed, so that browsers may keep it for ever.

    The names are written into the ``import`` lines of JavaScript modules too. Otherwise a browser
    could put modules of two releases together.
    """

    support_js_module_import_aggregation = True
