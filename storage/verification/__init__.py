"""Does the archive still hold what was put there? Read by the standards alone, sharing no code with what wrote it.

import-linter keeps it so: of `storage`, only the object store may be imported here.
"""
