"""An outlet that lives for 60 days under a clock of its own, and says afterwards what ought to be in the archive."""
