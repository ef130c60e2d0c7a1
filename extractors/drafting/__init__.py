"""A first outlet file for a site, from a few pages of it."""
