"""Watching over an outlet: its values of today against its own history."""
