"""python -m indexing build | search | targets | measures: makes the index and asks it."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from corpus.command_line import home_of, home_option, run
from indexing.command_options import Subparsers, model_name, progress, say
from indexing.search_command import register_search
from indexing.table_commands import register_measures, register_targets

# Everything heavy is imported by the command that uses it, so that --help comes at once.


def main(arguments: Sequence[str] | None = None) -> int:
    """Reads the command line and runs one command; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m indexing", description="建立索引，检索段落。", parents=[home_option()]
    )
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="命令")
    for register in COMMANDS:
        register(subparsers)
    parsed = parser.parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = parsed.run
    return command(parsed)


def register_build(subparsers: Subparsers) -> None:
    """indexing build [PATH…]"""
    parser = subparsers.add_parser(
        "build", parents=[home_option()], help="添加文档（可选），并使索引与资料库一致"
    )
    parser.add_argument("paths", metavar="PATH", nargs="*", type=Path, help="要添加的文件或文件夹")
    parser.set_defaults(run=build_command)


def build_command(arguments: argparse.Namespace) -> int:
    """Adds the paths and brings the index up to date."""
    from corpus.library import Library

    library = Library(home_of(arguments))
    with library.locked():  # before anything slow: where another is writing, that is said at once
        return _build(library, arguments.paths)


def _build(library: Any, paths: list[Path]) -> int:
    from indexing.build import build
    from indexing.embedder import open_embedder

    if not paths and not library.fingerprints():
        paths = [BUNDLED]
    none_taken = bool(paths) and not _add(library, paths)
    report = build(library, open_embedder(model_name()), progress, patient=True)
    if not report.changed:
        say(f"索引已是最新：{report.documents} 篇文档，{report.passages} 个段落，没有需要做的。")
        if report.extracted:
            say(f"重新读出了 {report.extracted} 篇文档的指标等内容。")
    else:
        say(
            f"索引已更新：{report.documents} 篇文档，{report.passages} 个段落"
            f"（本次切分 {report.split} 篇，计算向量 {report.embedded} 个）。"
        )
    return 1 if none_taken else 0


def _add(library: Any, paths: Sequence[Path]) -> int:
    """Adds documents, says which were refused, and returns how many are in the library for it."""
    from corpus.loaders import load

    report = library.add(item for path in paths for item in load(path))
    for refused in report.refused:
        say(f"未收录 {refused}")
    for warning in report.warnings:
        say(f"注意：{warning}")
    say(f"文档：新增 {len(report.added)}，更新 {len(report.updated)}，未变 {len(report.unchanged)}。")
    return int(report.taken)


COMMANDS: list[Callable[[Subparsers], None]] = [
    register_build, register_search, register_targets, register_measures,
]  # fmt: skip
"""Adds one subcommand each; a new one is a register function in this list."""

BUNDLED = Path(__file__).resolve().parent.parent / "corpus" / "documents"


if __name__ == "__main__":
    sys.exit(run(main))
