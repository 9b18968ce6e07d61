"""Documents: what is stored, where it came from, and in what words it may be quoted."""
