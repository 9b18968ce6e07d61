"""First token vectors: positive pointwise mutual information of neighbours, and its truncated SVD.

The method of Levy, Goldberg and Dagan (TACL 2015), with their context smoothing (power .75) and the square
root of the singular values. It gives contrastive training a start where related words already lie together.
"""

import warnings

import numpy as np
import numpy.typing as npt
import torch

from indexing.training.vocabulary import TokenLists

WINDOW = 5  # neighbours on each side that count as seen together
SMOOTHING = 0.75
OVERSAMPLING = 32  # further dimensions during the randomised SVD, for accuracy
ITERATIONS = 4
STRETCH = 4_000_000  # tokens counted at once, to bound memory


def initial_vectors(tokens: TokenLists, size: int, dimensions: int, seed: int) -> npt.NDArray[np.float32]:
    """Vectors (size, dimensions) of unit mean length for a vocabulary of `size` tokens."""
    pairs, counts = count_neighbours(tokens, size)
    matrix = positive_mutual_information(pairs, counts, size)
    vectors = largest_components(matrix, dimensions, seed)
    return vectors / max(float(np.linalg.norm(vectors, axis=1).mean()), 1e-12)


def count_neighbours(tokens: TokenLists, size: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """How often tokens a < b, or a = b, stand within `WINDOW` of each other in one text: (a · size + b), counts."""
    text_of = np.repeat(np.arange(len(tokens), dtype=np.int32), np.diff(tokens.starts))
    codes: list[npt.NDArray[np.int64]] = []
    counts: list[npt.NDArray[np.int64]] = []
    for first in range(0, len(tokens.ids), STRETCH):
        ids = tokens.ids[first : first + STRETCH].astype(np.int64)
        text = text_of[first : first + STRETCH]
        found = []
        for distance in range(1, WINDOW + 1):
            same = text[distance:] == text[:-distance]
            left, right = ids[:-distance][same], ids[distance:][same]
            found.append(np.minimum(left, right) * size + np.maximum(left, right))
        code, count = np.unique(np.concatenate(found), return_counts=True)
        codes.append(code)
        counts.append(count)
    code, inverse = np.unique(np.concatenate(codes), return_inverse=True)
    return code, np.bincount(inverse, weights=np.concatenate(counts)).astype(np.float64)


def positive_mutual_information(
    pairs: npt.NDArray[np.int64], counts: npt.NDArray[np.float64], size: int
) -> torch.Tensor:
    """The symmetric sparse matrix (size, size) of max(0, log p(a,b) / (p(a) p(b)^.75 …)); chance pairs left out."""
    often = counts > 1  # a pair seen once is chance more often than meaning, and most pairs are
    left, right, count = pairs[often] // size, pairs[often] % size, counts[often]
    total = np.bincount(left, count, size) + np.bincount(right, count, size)
    context = total**SMOOTHING / (total**SMOOTHING).sum()
    # Symmetric form: the mean of the two directions.
    smoothed = np.sqrt(total[left] * context[right] * total[right] * context[left])
    information = np.log(np.maximum(count, 1) / np.maximum(smoothed, 1e-12))
    keep = information > 0
    left, right, information = left[keep], right[keep], information[keep]
    off = left != right
    indices = np.stack([np.concatenate([left, right[off]]), np.concatenate([right, left[off]])])
    values = np.concatenate([information, information[off]]).astype(np.float32)
    matrix = torch.sparse_coo_tensor(
        torch.from_numpy(indices), torch.from_numpy(values), (size, size), check_invariants=True
    )
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Sparse CSR tensor support is in beta")
        return matrix.coalesce().to_sparse_csr()


def largest_components(matrix: torch.Tensor, dimensions: int, seed: int) -> npt.NDArray[np.float32]:
    """U √Σ of a symmetric matrix, by randomised subspace iteration (Halko, Martinsson and Tropp 2011)."""
    size = matrix.shape[0]
    generator = torch.Generator().manual_seed(seed)
    basis = torch.randn(size, min(size, dimensions + OVERSAMPLING), generator=generator)
    for _ in range(ITERATIONS):
        basis = torch.linalg.qr(matrix @ basis).Q
    values, vectors = torch.linalg.eigh(basis.T @ (matrix @ basis))
    largest = values.abs().argsort(descending=True)[:dimensions]
    result = (basis @ vectors[:, largest]) * values[largest].abs().sqrt()
    padded = torch.zeros(size, dimensions)  # a tiny vocabulary has fewer components than dimensions
    padded[:, : result.shape[1]] = result
    return padded.numpy()
