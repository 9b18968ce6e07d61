"""Question sets from other forms: SQuAD and its Chinese kin, BEIR folders, CSV and Excel."""
