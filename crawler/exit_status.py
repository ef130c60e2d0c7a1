"""What a command's exit status says; the numbers are those of sysexits.h."""

from enum import IntEnum


class ExitStatus(IntEnum):
    COMPLETE = 0
    DEFECT = 1
    REFUSED = 69  # EX_UNAVAILABLE: the site said no (robots.txt, a bot shield)
    STORAGE = 73  # EX_CANTCREAT: storage trouble, everything is kept in the spool
    INCOMPLETE = 75  # EX_TEMPFAIL: try again (network, budget, interrupted)
    BUSY = 76  # EX_PROTOCOL: another run of this outlet is active
    CONFIGURATION = 78  # EX_CONFIG
