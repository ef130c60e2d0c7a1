"""The corpus browser: plain HTML pages in a folder."""
