"""`python -m tests.soak.fuzz_feed`: see tests.soak.fuzzing."""

from tests.soak.fuzzing import fuzz

if __name__ == "__main__":
    fuzz("feed")
