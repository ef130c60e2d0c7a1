"""Invented outlets, generated: every line of their pages is known to be the article's or not."""
