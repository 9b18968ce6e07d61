"""Trains the bundled static embedding, on two CPU cores within an hour.

In reading order: `reading` (files to texts and pairs), `vocabulary` (the tokenizer), `initial_vectors`
(PPMI and SVD), `sentence_pairs` (sentence → the rest of its paragraph), `questions` (our own, with their passages),
`contrastive` (training), `model_folder` (saving). The product never imports this package; it only reads the folder that comes out.
"""
