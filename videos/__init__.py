"""Videos: pages, assets, previews and file serving."""
