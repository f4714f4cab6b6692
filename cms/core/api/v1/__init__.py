"""Version 1 of the shared JSON: cards, images, blocks, topics, people, places, menus, site."""
