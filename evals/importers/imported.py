"""What an import gives: items, the documents they ask about, and what had to be left out."""

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from corpus.decoding import clean, decode
from corpus.errors import PolicyQAError
from corpus.identity import why_not_an_id
from evals.dataset import QAItem, write_items


class ImportFailed(PolicyQAError):
    """A file that cannot be read as the named form; the message says what was expected."""

    def __init__(self, path: Path, reason: str):
        super().__init__(f"导入 {path} 失败：{reason}")


@dataclass(slots=True)
class Imported:
    """Items, documents (`doc_id`, `title`, `text`), and notes in words on what is not as in the source."""

    items: list[QAItem] = field(default_factory=list)
    documents: dict[str, dict[str, str]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def write(self, output: Path, documents: Path) -> None:
        """Writes the set, and the documents where there are any."""
        for item in self.items:
            _check_text(item.item_id, item.to_json(), output)
        for doc_id, document in self.documents.items():
            _check_text(doc_id, document, documents)
        output.parent.mkdir(parents=True, exist_ok=True)
        write_items(self.items, output)
        if self.documents:
            documents.parent.mkdir(parents=True, exist_ok=True)
            with documents.open("w", encoding="utf-8") as file:
                for document in self.documents.values():
                    file.write(json.dumps(document, ensure_ascii=False) + "\n")


def _check_text(name: str, row: dict[str, Any], path: Path) -> None:
    """Raises ImportFailed where a row is no text: half a surrogate pair, which JSON can name and UTF-8 cannot."""
    try:
        json.dumps(row, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        shown = name.encode("utf-8", "replace").decode()
        raise ImportFailed(path, f"“{shown}”含有不成对的代理字符（如 \\ud800），不是文字") from None


def read_bytes(path: Path) -> bytes:
    """A file's bytes, unpacked where it is a `.gz`. Raises ImportFailed."""
    try:
        return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    except (OSError, EOFError, zlib.error) as error:  # the latter two: a torn or broken .gz
        raise ImportFailed(path, f"读不了（{getattr(error, 'strerror', None) or error}）") from None


def read_json(path: Path) -> Any:
    """A JSON file. Raises ImportFailed."""
    try:
        return json.loads(decode(read_bytes(path), str(path)))
    except json.JSONDecodeError as error:
        raise ImportFailed(path, f"第 {error.lineno} 行不是合法的 JSON（{error.msg}）") from None
    except (RecursionError, ValueError):
        raise ImportFailed(path, "括号嵌套得太深，或数字太长") from None


def read_json_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a JSONL file with their line numbers. Raises ImportFailed."""
    for number, line in enumerate(decode(read_bytes(path), str(path)).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise ImportFailed(path, f"第 {number} 行不是合法的 JSON（{error.msg}）") from None
        except (RecursionError, ValueError):
            raise ImportFailed(path, f"第 {number} 行的括号嵌套得太深，或数字太长") from None
        if not isinstance(row, dict):
            raise ImportFailed(path, f"第 {number} 行应是一个对象 {{…}}")
        yield number, row


def as_document_id(name: str) -> str:
    """The name as a document's id: characters that an id can't hold are percent-encoded, a long one is cut."""
    if why_not_an_id(name) is None:
        return name
    encoded = quote(name, safe=" :;,+=@!$&'()*~#?")
    return "_" + encoded[:120] if encoded.startswith(".") else encoded[:128] or "_"


def as_stored(text: str, path: Path) -> str:
    """The text as the library will store it, so that offsets agree."""
    return clean(text, str(path))
