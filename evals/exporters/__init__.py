"""Reports and sets in the forms other tools read: TREC, BEIR, RAGAS."""
