"""The newsroom project: kernel, delivery store, translation, release, API and website."""
