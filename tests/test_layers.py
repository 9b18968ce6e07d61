"""Imports only point left: corpus ← indexing ← chat ← evals. And each heavy library has one door."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LAYERS = ["corpus", "indexing", "chat", "evals"]
# the library → the one file, or the one package, that may import it
DOORS: dict[str, str | tuple[str, ...]] = {
    "chromadb": "indexing/vectors.py",
    "bm25s": "indexing/lexical.py",
    "rjieba": "indexing/tokenizer.py",
    "opencc": "indexing/tokenizer.py",
    "sentence_transformers": ("indexing/embedder.py", "indexing/cross_encoder.py"),
    "gradio": "chat/app/",
    "langchain": "chat/llm.py",
    "langchain_openai": "chat/llm.py",
    "ir_measures": "evals/metrics/retrieval.py",
}


def imports(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative import"
            names.add(node.module.split(".")[0])
    return names


def sources(layer: str) -> list[Path]:
    return sorted((ROOT / layer).rglob("*.py"))


def test_imports_point_left() -> None:
    for position, layer in enumerate(LAYERS):
        for path in sources(layer):
            wrong = imports(path) & set(LAYERS[position + 1 :] + ["tests"])
            assert not wrong, f"{path.relative_to(ROOT)} imports {wrong}"


def test_each_heavy_library_has_one_door() -> None:
    for layer in LAYERS:
        for path in sources(layer):
            name = path.relative_to(ROOT).as_posix()
            if name.startswith("indexing/training/"):
                continue  # makes the model; never imported by the product
            for library in imports(path) & DOORS.keys():
                assert name.startswith(DOORS[library]), (
                    f"{name} imports {library}, whose door is {DOORS[library]}"
                )
