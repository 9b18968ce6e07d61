"""What a model folder may hold, and its fingerprint: checked before anything of it is imported or parsed.

sentence-transformers has run Python from a *local* model folder with `trust_remote_code=False`
(CVE-2026-68770), and a transformers configuration has overridden that flag (CVE-2026-5241); pickled weights run code
when they are read. So a folder is refused if it holds code, pickled weights in place of safetensors,
module types that are not sentence-transformers' own, a configuration that points to code or to another
model, or files that differ from its own `SHA256SUMS`.
"""

import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from corpus.errors import PolicyQAError

CHECKSUMS = "SHA256SUMS"  # as `sha256sum` writes it and `sha256sum -c` reads it
CODE = {".py", ".pyc", ".pyd", ".so", ".dll", ".dylib"}
PICKLES = {".pkl", ".pickle", ".pt", ".pth", ".ckpt", ".joblib", ".dill"}
# Router, WordEmbeddings and the like are left out: their own configuration names further classes to import.
MODULE_TYPE = re.compile(
    r"sentence_transformers\.(models|base\.modules|sentence_transformer\.modules)(\.[a-z_]+)?"
    r"\.(Transformer|Pooling|Normalize|Dense|StaticEmbedding|LayerNorm|WeightedLayerPooling)"
    r"|sentence_transformers\.cross_encoder\.modules(\.logit_score)?\.LogitScore"
)
VOCABULARIES = {"tokenizer.json", "vocab.json"}  # large, and read as data only


class ModelRefused(PolicyQAError):
    """A model folder that is unsafe, damaged or not there."""

    def __init__(self, model: str | Path, reason: str):
        super().__init__(f"不能使用模型 {model}：{reason}")
        self.reason = reason


def check_model_folder(folder: Path) -> str:
    """Checks a model folder and returns its fingerprint, 64 hexadecimal digits.

    The fingerprint covers every file but Markdown, hidden ones and `SHA256SUMS`: equal fingerprints mean equal
    vectors. Raises ModelRefused, without importing or unpickling anything, if the folder is unsafe or damaged.
    """
    files = {path.relative_to(folder).as_posix(): path for path in _files(folder)}
    _check_names(folder, files)
    for name, path in files.items():
        if path.suffix.lower() == ".json" and path.name not in VOCABULARIES:
            _check_configuration(folder, name, _read_json(folder, path))
    digests = {name: _digest(path) for name, path in sorted(files.items())}
    _check_digests(folder, digests)
    return hashlib.sha256(_checksums(digests).encode()).hexdigest()


def write_checksums(folder: Path) -> None:
    """Writes `SHA256SUMS`, so that a damaged or changed file of the folder is noticed from now on."""
    digests = {path.relative_to(folder).as_posix(): _digest(path) for path in sorted(_files(folder))}
    (folder / CHECKSUMS).write_text(_checksums(digests), encoding="utf-8")


def _checksums(digests: Mapping[str, str]) -> str:
    """As `sha256sum` prints them; the fingerprint is the hash of these lines."""
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items()) if _counts(name))


def _files(folder: Path) -> Iterator[Path]:
    if not folder.is_dir():
        raise ModelRefused(folder, "没有这个文件夹。请检查路径，或取消设置以使用内置模型。")
    for parent, folders, names in os.walk(folder):
        for name in folders:
            if (Path(parent) / name).is_symlink():
                raise ModelRefused(folder, f"子文件夹 {name} 是符号链接。请换成文件夹本身。")
        yield from (Path(parent) / name for name in names)


def _check_names(folder: Path, files: Mapping[str, Path]) -> None:
    holds_safetensors = {path.parent for path in files.values() if path.suffix.lower() == ".safetensors"}
    for name, path in sorted(files.items()):
        suffix = path.suffix.lower()
        if suffix in CODE:
            raise ModelRefused(
                folder,
                f"其中有程序文件 {name}，加载时可能被执行。请改用不带代码的模型（只有 .safetensors 和 .json）。",
            )
        if suffix in PICKLES or (suffix == ".bin" and path.parent not in holds_safetensors):
            raise ModelRefused(
                folder,
                f"权重文件 {name} 是 pickle 格式，读取时可能执行代码。请改用 .safetensors 格式的权重。",
            )
        if path.name == "adapter_config.json":
            raise ModelRefused(folder, f"{name} 指向另一个基础模型。请先合并适配器，另存为完整模型。")
    if not holds_safetensors:
        raise ModelRefused(folder, "其中没有 .safetensors 权重。请换一个提供 safetensors 权重的模型。")


def _read_json(folder: Path, path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise ModelRefused(folder, f"{path.name} 不是有效的 JSON（{error}）。请重新下载模型。") from None


def _check_configuration(folder: Path, name: str, content: Any) -> None:
    if name == "modules.json":
        for module in content if isinstance(content, list) else [content]:
            kind, path = (
                (module.get("type"), module.get("path")) if isinstance(module, dict) else (None, None)
            )
            if not (isinstance(kind, str) and MODULE_TYPE.fullmatch(kind)):
                raise ModelRefused(
                    folder,
                    f"modules.json 要导入 {kind}，不在允许的模块之列。请改用由 sentence-transformers 自带模块组成的模型。",
                )
            if not isinstance(path, str) or path.startswith(("/", "\\")) or ".." in path or ":" in path:
                raise ModelRefused(
                    folder, f"modules.json 里的路径 {path!r} 指向模型文件夹之外。请重新下载模型。"
                )
    for key in _keys(content):
        if key in ("auto_map", "trust_remote_code"):
            raise ModelRefused(folder, f"{name} 里的 {key} 要求执行模型自带的代码。请改用不带代码的模型。")


def _keys(content: Any) -> Iterator[str]:
    if isinstance(content, dict):
        yield from content
        for value in content.values():
            yield from _keys(value)
    elif isinstance(content, list):
        for value in content:
            yield from _keys(value)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _check_digests(folder: Path, digests: Mapping[str, str]) -> None:
    if CHECKSUMS not in digests:
        return
    for line in (folder / CHECKSUMS).read_text(encoding="utf-8").splitlines():
        expected, _, name = line.partition("  ")
        if digests.get(name) != expected:
            raise ModelRefused(
                folder,
                f"文件 {name} 与 {CHECKSUMS} 不符，可能已损坏或被改动。请重新取得这个文件（例如 git checkout）。",
            )


def _counts(name: str) -> bool:
    hidden = any(part.startswith(".") for part in name.split("/"))
    return not hidden and not name.lower().endswith(".md") and name != CHECKSUMS
