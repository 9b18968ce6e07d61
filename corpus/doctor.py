"""Checks a home: is everything there, does it agree, is there room to go on?"""

import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Literal

from corpus.backup import UNFINISHED
from corpus.errors import Busy, UnusableHome
from corpus.identity import content_hash
from corpus.library import Library
from corpus.linking import read_all_statements

_OTHERS = ("indexing.doctor",)  # by name: imports point left, but the doctor looks over the whole home
LEAST_FREE_BYTES = 500 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found. `bad` makes the doctor exit with 1; `warning` and `ok` don't."""

    check: str
    verdict: Literal["ok", "warning", "bad"]
    message: str


def examine(library: Library) -> list[Finding]:
    """Runs every check; one that fails by an error of SQLite is a finding too."""
    checks: dict[str, Callable[[Library], Finding]] = {
        "integrity": _integrity,
        "references": _references,
        "documents": _documents,
        "spans": _spans,
        "statements": _statements,
        "lock": _lock,
        "leftovers": _leftovers,
        "disk": _disk,
    }
    findings = []
    for name, check in checks.items():
        try:
            findings.append(check(library))
        except (sqlite3.Error, OSError) as error:
            findings.append(Finding(name, "bad", f"检查没能完成：{error}；请用 corpus restore 恢复备份"))
    if all(finding.verdict != "bad" for finding in findings):  # nothing is derived from a damaged library
        for name in _OTHERS:
            try:
                findings += import_module(name).examine(library)
            except (Busy, UnusableHome) as error:  # its tables are not there yet, and another is writing
                findings.append(Finding("index", "warning", f"没有检查索引：{error}"))
    return findings


def _integrity(library: Library) -> Finding:
    rows = [str(row[0]) for row in library.connection.execute("PRAGMA integrity_check(5)")]
    if rows == ["ok"]:
        return Finding("integrity", "ok", "数据库文件完好")
    return Finding("integrity", "bad", f"数据库文件已损坏：{'；'.join(rows)}；请用 corpus restore 恢复备份")


def _references(library: Library) -> Finding:
    orphans = library.connection.execute("PRAGMA foreign_key_check").fetchall()
    if not orphans:
        return Finding("references", "ok", "各表互相一致")
    tables = "、".join(sorted({str(row[0]) for row in orphans}))
    return Finding("references", "bad", f"{len(orphans)} 行指向不存在的文档（{tables}）")


def _documents(library: Library) -> Finding:
    wrong = []
    count = 0
    for doc_id, text, stored, characters in library.connection.execute(
        "SELECT doc_id, text, content_hash, characters FROM documents"
    ):
        count += 1
        if content_hash(text) != stored or len(text) != characters:
            wrong.append(doc_id)
    if wrong:
        return Finding("documents", "bad", f"正文与校验值不符：{'、'.join(wrong[:10])}；请重新导入这些文档")
    return Finding("documents", "ok", f"{count} 篇文档，正文与校验值相符")


def _spans(library: Library) -> Finding:
    wrong = sum(
        library.connection.execute(
            f"SELECT count(*) FROM {table} JOIN documents USING (doc_id)"  # noqa: S608 - our own names
            ' WHERE "end" > characters OR start >= "end"'
        ).fetchone()[0]
        for table in ("readings", "page_boxes", "statements")
    )
    if wrong:
        return Finding("spans", "bad", f"{wrong} 处出处落在正文之外；请重新导入有关文档")
    return Finding("spans", "ok", "元数据和版面的位置都在正文之内")


def _statements(library: Library) -> Finding:
    """Which documents repeal which is worked out anew: it can be rebuilt from the texts."""

    def links() -> list[tuple[object, ...]]:
        return library.connection.execute(
            'SELECT doc_id, kind, title, start, "end", target FROM statements ORDER BY doc_id, start'
        ).fetchall()

    try:
        with library.writing() as connection:
            before = links()
            read_all_statements(connection)
            after = links()
    except (Busy, UnusableHome) as error:
        return Finding("statements", "warning", f"没有核对废止和修订关系：{error}")
    if before != after:
        return Finding("statements", "warning", f"废止和修订关系有误，已按正文重建（{len(after)} 条）")
    return Finding("statements", "ok", f"{len(after)} 条废止和修订关系与正文相符")


def _lock(library: Library) -> Finding:
    holder = library.lock.holder()
    if holder:
        return Finding("lock", "warning", f"正在写入：{holder}")
    return Finding("lock", "ok", "没有程序在写入")


def _leftovers(library: Library) -> Finding:
    """What a restore that was cut off left behind: a copy of its backup, removed."""
    left = list(library.home.glob(UNFINISHED + "*"))
    if left:
        try:
            with library.locked():
                for path in left:
                    path.unlink(missing_ok=True)
        except (Busy, UnusableHome) as error:
            return Finding("leftovers", "warning", f"有中断的恢复留下的文件，没有清理：{error}")
        return Finding("leftovers", "warning", f"清理了中断的恢复留下的 {len(left)} 个文件")
    return Finding("leftovers", "ok", "没有中断的恢复留下的文件")


def _disk(library: Library) -> Finding:
    free = shutil.disk_usage(library.home).free
    verdict: Literal["ok", "warning"] = "ok" if free >= LEAST_FREE_BYTES else "warning"
    return Finding("disk", verdict, f"磁盘剩余 {free // (1024 * 1024)} MB")
