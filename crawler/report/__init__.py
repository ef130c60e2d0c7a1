"""The report: one HTML page with pictures, which needs nothing else."""
