"""Mutates good files of every format and loads them: each must be taken or refused with a reason, in time.

    python tests/corpus/fuzz.py 10000 [SEED]

prints what came of them; the suite does the same with 500.
"""

import gzip
import io
import json
import random
import sys
import tempfile
import time
import warnings
import zipfile
from collections import Counter
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from corpus.errors import Refused
from corpus.limits import Limits
from corpus.loaders import load
from tests.corpus.pdf_writing import pdf_of

FIXTURES = Path(__file__).parent / "fixtures"
# A tenth of what users have: a mutated file that needs more is refused sooner, and the run stays short.
LIMITS = Limits(bytes=5_000_000, unpacked_bytes=20_000_000, seconds=15)


def seeds() -> dict[str, bytes]:
    """One good file of each format, by name."""
    text = (FIXTURES / "plan.txt").read_bytes()
    rows = "\n".join(json.dumps({"doc_id": f"r{n}", "title": "题", "text": text.decode()}) for n in range(3))
    files = {
        name: (FIXTURES / name).read_bytes() for name in ("plan.docx", "plan.html", "plan.pdf", "table.pdf")
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("plan.docx", "plan.html"):
            archive.writestr(f"文件夹/{name}", files[name])
        archive.writestr("a.txt", text)
    return files | {
        "plan.txt": text,
        "columns.pdf": _in_columns(text.decode()),
        "gb.txt": text.decode().encode("gb18030"),
        "front.md": "---\ndoc_id: a\ntitle: 题\nissued_on: 2024-01-01\n---\n".encode() + text,
        "rows.jsonl": rows.encode(),
        "rows.jsonl.gz": gzip.compress(rows.encode(), mtime=0),
        "all.zip": stream.getvalue(),
    }


def _in_columns(text: str) -> bytes:
    """A page with the text in two columns."""
    words = "".join(text.split())
    lines = [words[at : at + 22] for at in range(0, 40 * 22, 22)]
    return pdf_of([(60 + 250 * (at % 2), 60 + 16 * (at // 2), line) for at, line in enumerate(lines)])


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The bytes after a few random changes; archives sometimes inside their members."""
    if data.startswith(b"PK") and chance.random() < 0.7:
        return _inside(data, chance)
    changed = bytearray(data)
    for _ in range(chance.choice([1, 1, 2, 5, 30])):
        at = chance.randrange(len(changed) or 1)
        length = chance.choice([1, 2, 8, 100, 5000])
        kind = chance.randrange(6)
        if kind == 0:
            changed[at : at + 1] = bytes([chance.randrange(256)])
        elif kind == 1:
            del changed[at : at + length]
        elif kind == 2:
            changed[at:at] = chance.randbytes(length)
        elif kind == 3:
            changed[at:at] = changed[at : at + length] * chance.choice([2, 50])
        elif kind == 4:
            changed[at:at] = chance.choice(
                [b"\0", b"<" * 3000, b"[" * 3000, b"\xff\xfe", b"&#x110000;", b"(" * 3000]
            )
        else:
            del changed[at:]
        if not changed:
            break
    return bytes(changed)


def _inside(data: bytes, chance: random.Random) -> bytes:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for entry in source.infolist():
            content = source.read(entry)
            if content and chance.random() < 0.5:
                content = mutated(content, chance)
            name = chance.choice(
                [entry.filename] * 8 + ["../../x.docx", "..\\x.txt", "a\x01.html", "政" * 100 + ".txt"]
            )
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # two members of one name are part of the game
                target.writestr(name, content)
    return stream.getvalue()


def run(count: int, seed: int = 1) -> tuple[Counter[str], float]:
    """Loads so many mutated files; how many were taken and refused, and the longest time for one in seconds."""
    chance = random.Random(seed)
    files = list(seeds().items())
    outcome: Counter[str] = Counter()
    slowest = 0.0
    with tempfile.TemporaryDirectory() as folder:
        # Files go through in folders of 50, as users' do; one child process serves a folder.
        for begin in range(0, count, 50):
            batch = Path(folder) / str(begin)
            batch.mkdir()
            for number in range(begin, min(begin + 50, count)):
                name, data = chance.choice(files)
                (batch / f"{number}-{name}").write_bytes(mutated(data, chance))
            last = time.monotonic()
            answered = set()
            for item in load(batch, LIMITS):
                slowest = max(slowest, time.monotonic() - last)
                last = time.monotonic()
                path = item.path if isinstance(item, Refused) else item.document.source_path or ""
                answered.add(Path(path.split("!/")[0]).name)
                if isinstance(item, Refused):
                    assert item.reason, path
                    outcome["refused"] += 1
                    if "退出" in item.reason or "超过" in item.reason or "无法解析" in item.reason:
                        outcome[item.reason.split("；")[0]] += 1
                else:
                    assert item.document.text.strip(), path
                    outcome["taken"] += 1
            missing = {path.name for path in batch.iterdir()} - answered
            assert not missing, f"no answer for {missing} (seed {seed})"
    return outcome, slowest


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    began = time.monotonic()
    outcome, slowest = run(count, int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    print(f"{count} files in {time.monotonic() - began:.0f} s, the slowest {slowest:.1f} s")
    for name, number in outcome.most_common():
        print(f"{number:8} {name}")
