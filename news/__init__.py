"""Articles and programmes: models, blocks, serializers and their documents."""
