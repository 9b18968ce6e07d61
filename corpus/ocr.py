"""Scanned pages through tesseract, a program of its own that may not be installed."""

import csv
import io
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from typing import Any

from corpus.errors import Refused
from corpus.pdf_columns import columns_on, in_order
from corpus.pdf_page import CJK, Glyph, Line

LANGUAGE = "chi_sim"
DOTS_PER_INCH = 300
SCALE = DOTS_PER_INCH / 72  # pixels a point
_SECONDS = 50
_INSTALL = "sudo apt-get install tesseract-ocr tesseract-ocr-chi-sim"


def read_image(render: Callable[[float], Any], page: int, name: str) -> list[Line]:
    """The lines of a page that is a picture; `render` draws it at a scale.

    Raises Refused, with the command that installs what is missing, if tesseract cannot read Chinese here.
    """
    program = shutil.which("tesseract")
    if program is None or not _knows_chinese(program):
        raise Refused(name, f"是扫描件（第 {page} 页没有文字层）；要识别扫描件，请先安装：{_INSTALL}")
    bitmap = render(SCALE)
    image = f"P5 {bitmap.width} {bitmap.height} 255\n".encode() + _gray(bitmap)
    try:
        done = subprocess.run(  # noqa: S603 - no shell, and nothing of the file among the arguments
            [program, "stdin", "stdout", "-l", LANGUAGE, "--dpi", str(DOTS_PER_INCH), "tsv"],
            input=image,
            capture_output=True,
            timeout=_SECONDS,
            env=os.environ | {"OMP_THREAD_LIMIT": "1"},
        )
    except subprocess.TimeoutExpired:
        raise Refused(name, f"第 {page} 页识别超过 {_SECONDS} 秒，已放弃") from None
    if done.returncode != 0:
        raise Refused(name, f"第 {page} 页无法识别（tesseract 出错）")
    return _lines(done.stdout.decode("utf-8", "replace"), page)


def _knows_chinese(program: str) -> bool:
    done = subprocess.run([program, "--list-langs"], capture_output=True, timeout=_SECONDS)  # noqa: S603
    return LANGUAGE.encode() in done.stdout.split()


def _full_width(match: re.Match[str]) -> str:
    # Beside Chinese characters they are the wide ones, which tesseract does not tell apart.
    return chr(ord(match[0]) + 0xFEE0)


def _gray(bitmap: Any) -> bytes:
    """The pixels, row after row, without the padding at their ends."""
    data = bytes(bitmap.buffer)
    return b"".join(data[row * bitmap.stride :][: bitmap.width] for row in range(bitmap.height))


def _lines(table: str, page: int) -> list[Line]:
    """The lines of tesseract's table in reading order, in points."""
    rows: dict[tuple[str, str, str], list[dict[str, str]]] = {}
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        words = (row.get("text") or "").strip()
        if words:  # also what it is unsure of: a gap would be worse to notice than a wrong character
            rows.setdefault((row["block_num"], row["par_num"], row["line_num"]), []).append(row)
    lines = []
    for words in rows.values():
        boxes = [[int(word[side]) / SCALE for side in ("left", "top", "width", "height")] for word in words]
        text = " ".join(word["text"].strip() for word in words)
        text = re.sub(rf"(?<={CJK.pattern}) (?=\S)|(?<=\S) (?={CJK.pattern})", "", text)
        text = re.sub(rf"(?<={CJK.pattern})[,;:?!()]|[,;:?!()](?={CJK.pattern})", _full_width, text)
        top = min(box[1] for box in boxes)
        bottom = max(box[1] + box[3] for box in boxes)
        left, right = min(box[0] for box in boxes), max(box[0] + box[2] for box in boxes)
        # Ink is lower than the font's box: judge the size by how wide Chinese characters are.
        em = max((right - left) / max(len(text), 1), bottom - top) if len(text) > 10 else bottom - top
        lines.append(Line(text, page, left, top, right, bottom, em))
    return in_order(lines, columns_on([glyph for line in lines for glyph in _spread(line)]))


def _spread(line: Line) -> list[Glyph]:
    """About where the characters of a line stand: each as wide as the others."""
    wide = (line.right - line.left) / len(line.text)
    return [
        Glyph(character, line.left + at * wide, line.top, line.left + (at + 1) * wide, line.bottom)
        for at, character in enumerate(line.text)
    ]
