"""Spiders are made from outlet files; there is one class."""
