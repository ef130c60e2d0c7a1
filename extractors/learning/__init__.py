"""What an outlet's archived pages teach of its layouts and boilerplate, for a person to accept."""
