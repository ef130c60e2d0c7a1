"""The nouns: what is kept, and the only code that reads or writes it."""
