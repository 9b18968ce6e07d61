"""Metadata that a source declares: the keys of a front matter or of a `.jsonl` row.

A value that cannot be understood is left out and reported; it never costs the document.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, get_args

from corpus.dates import read_date
from corpus.document import DOCUMENT_TYPES, Status

TEXT_KEYS = ("title", "issuer", "document_number", "region")
DATE_KEYS = ("issued_on", "effective_on", "expires_on")
LONGEST_VALUE = 500
_UNKNOWN = ("", "~", "null", "none")
_STATUS_IN_CHINESE: dict[str, Status] = {
    "现行有效": "in_force",
    "有效": "in_force",
    "尚未施行": "not_yet",
    "尚未生效": "not_yet",
    "失效": "expired",
    "已失效": "expired",
    "已修订": "amended",
    "已修改": "amended",
    "已被修改": "amended",
    "废止": "repealed",
    "已废止": "repealed",
}


@dataclass(slots=True)
class Declared:
    """What a source says about its document: values by field of Document, and what was not understood."""

    values: dict[str, str | date] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


def read_declared(raw: Mapping[Any, object]) -> Declared:
    """The metadata among the keys of a mapping; other keys are not looked at."""
    declared = Declared()
    for key in (*TEXT_KEYS, *DATE_KEYS, "document_type", "status", "source_url"):
        text = _as_text(raw.get(key))
        if text is None:
            declared.warnings.append(f"{key} 应是文字，已忽略")
        elif text.lower() not in _UNKNOWN:
            _read(declared, key, text)
    return declared


def _read(declared: Declared, key: str, text: str) -> None:
    if key in DATE_KEYS:
        day = read_date(text)
        if day is None:
            declared.warnings.append(f"{key} 的值“{text[:40]}”不是日期（请写成 2024-03-05），已忽略")
        else:
            declared.values[key] = day
    elif key == "status":
        if text in get_args(Status) or text in _STATUS_IN_CHINESE:
            declared.values[key] = _STATUS_IN_CHINESE.get(text, text)
        else:
            known = "、".join(get_args(Status))
            declared.warnings.append(f"status 的值“{text[:40]}”不认识（可用 {known}），已忽略")
    elif key == "source_url" and not re.match(r"https?://", text):
        declared.warnings.append(f"source_url 的值“{text[:40]}”不是网址（http:// 或 https://），已忽略")
    elif key == "document_type":
        names = {label: name for name, label in DOCUMENT_TYPES.items()}
        declared.values[key] = names.get(text, text)
    else:
        declared.values[key] = text


def _as_text(value: object) -> str | None:
    """The value as one line of text, empty where there is none; None if it is no text at all."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float | date):
        return None
    text = " ".join(str(value).split())
    if len(text) > LONGEST_VALUE or any("\ud800" <= character <= "\udfff" for character in text):
        return None
    return text.replace("\0", "")
