"""Pure functions from a capture to an article: no network, no disk, no clock, no settings.

The method is `extractors.extract`. Nothing is imported here: who only wants to know the outlets, as a crawl that finds nothing
to read, need not load the rules of eight languages.
"""
