"""One measure a file; each docstring settles what exactly is measured and where the definition comes from."""
