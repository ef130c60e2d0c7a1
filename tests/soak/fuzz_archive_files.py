"""`python -m tests.soak.fuzz_archive_files`: see tests.soak.fuzzing."""

from tests.soak.fuzzing import fuzz

if __name__ == "__main__":
    fuzz("archive_files")
