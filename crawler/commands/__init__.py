"""Commands of `scrapy`, found through COMMANDS_MODULE."""
