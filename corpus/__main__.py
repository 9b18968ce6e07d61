"""`python -m corpus`: files into the library, and a look at what is there."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.command_line import home_of, home_option, run
from corpus.document import DOCUMENT_TYPES, Document
from corpus.errors import Refused

if TYPE_CHECKING:
    from corpus.source import Loaded

STATUS_IN_CHINESE = {
    "in_force": "现行有效",
    "not_yet": "尚未施行",
    "expired": "已失效",
    "amended": "已修订",
    "repealed": "已废止",
    "unknown": "不详",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one subcommand; returns the exit status."""
    parsed = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = parsed.command
    return command(parsed)


def _parser() -> argparse.ArgumentParser:
    home = home_option()
    parser = argparse.ArgumentParser(
        prog="python -m corpus", description="资料库：导入、查看、删除文档，体检和备份", parents=[home]
    )
    commands = parser.add_subparsers(metavar="命令", required=True)

    def command(
        name: str, function: Callable[[argparse.Namespace], int], help: str
    ) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=help, description=help, parents=[home])
        sub.set_defaults(command=function)
        return sub

    add = command("add", _add, "导入文件和文件夹")
    add.add_argument("paths", metavar="PATH", nargs="+", type=Path, help="文件或文件夹")
    add.add_argument("--json", action="store_true", help="输出 JSON")
    listing = command("list", _list, "列出已有文档")
    listing.add_argument("--json", action="store_true", help="输出 JSON")
    show = command("show", _show, "显示文档")
    show.add_argument("doc_ids", metavar="DOC_ID", nargs="+", help="文档编号，见 corpus list")
    form = show.add_mutually_exclusive_group()
    form.add_argument("--text", action="store_true", help="只输出正文，一字不差")
    form.add_argument("--json", action="store_true", help="每篇输出一行 JSON：doc_id 和 text")
    remove = command("remove", _remove, "删除文档（下次 indexing build 时也从索引中删除）")
    remove.add_argument("doc_ids", metavar="DOC_ID", nargs="+", help="文档编号，见 corpus list")
    remove.add_argument("--json", action="store_true", help="输出 JSON")
    edit = command("edit", _edit, "手工修改元数据；重新导入后仍然有效")
    edit.add_argument("doc_id", metavar="DOC_ID", help="文档编号，见 corpus list")
    edit.add_argument(
        "changes", metavar="KEY=VALUE", nargs="*", help="如 issued_on=2024-03-05；值留空表示不详"
    )
    edit.add_argument("--undo", metavar="KEY", action="append", default=[], help="取消手工修改（可重复）")
    edit.add_argument("--json", action="store_true", help="输出 JSON")
    doctor = command("doctor", _doctor, "检查资料库是否完好")
    doctor.add_argument("--json", action="store_true", help="输出 JSON")
    backup = command("backup", _backup, "把资料库备份成一个文件，使用中也可以")
    backup.add_argument("file", metavar="FILE", type=Path, help="备份文件，不能已存在")
    restore = command("restore", _restore, "从备份文件恢复资料库")
    restore.add_argument("file", metavar="FILE", type=Path, help="备份文件")
    restore.add_argument("--force", action="store_true", help="替换资料库中已有的文档")
    return parser


def _add(arguments: argparse.Namespace) -> int:
    from corpus.library import Library
    from corpus.loaders import load

    def loaded() -> "Iterator[Loaded | Refused]":
        for path in arguments.paths:
            yield from load(path)

    report = Library(home_of(arguments)).add(loaded())
    for warning in report.warnings:
        print(f"注意：{warning}", file=sys.stderr)
    for refused in report.refused:
        print(f"未导入：{refused}", file=sys.stderr)
    if arguments.json:
        _print_json(report.as_json())
    else:
        print(
            f"新增 {len(report.added)} 篇，更新 {len(report.updated)} 篇，"
            f"未变 {len(report.unchanged)} 篇，未能导入 {len(report.refused)} 个"
        )
    return 0 if report.taken else 1


def _list(arguments: argparse.Namespace) -> int:
    from corpus.library import Library

    listing = Library(home_of(arguments)).listing()
    if arguments.json:
        _print_json([_described(document, characters) for document, characters in listing])
        return 0
    if not listing:
        print("资料库是空的；用 corpus add 文件或文件夹 导入文档。", file=sys.stderr)
    for document, characters in listing:
        described = _described(document, characters)
        kind = DOCUMENT_TYPES.get(document.document_type or "", document.document_type)
        status = STATUS_IN_CHINESE[str(described["status"])]
        known = [document.issuer, document.document_number, described["issued_on"], document.region, kind]
        print(f"{document.doc_id}\n    {document.title}（{characters} 字，{status}）")
        if any(known):
            print("    " + " · ".join(str(value) for value in known if value))
    return 0


def _show(arguments: argparse.Namespace) -> int:
    from corpus.library import Library

    library = Library(home_of(arguments))
    for document in [library.get(doc_id) for doc_id in arguments.doc_ids]:
        if arguments.text:
            sys.stdout.write(document.text)
        elif arguments.json:
            _print_json({"doc_id": document.doc_id, "text": document.text})
        else:
            for name, value in _described(document, len(document.text)).items():
                if value is not None:
                    print(f"{name}: {value}")
            print("sources: " + "；".join(library.sources(document.doc_id)))
            print(f"\n{document.text}\n")
    return 0


def _remove(arguments: argparse.Namespace) -> int:
    from corpus.library import Library

    Library(home_of(arguments)).remove(arguments.doc_ids)
    removed = list(dict.fromkeys(arguments.doc_ids))
    if arguments.json:
        _print_json({"removed": removed})
    else:
        print(f"删除了 {len(removed)} 篇文档")
    return 0


def _edit(arguments: argparse.Namespace) -> int:
    from corpus.library import Library

    library = Library(home_of(arguments))
    if arguments.undo:
        library.take_back(arguments.doc_id, arguments.undo)
    changes = dict(change.partition("=")[::2] for change in arguments.changes)
    document = library.edit(arguments.doc_id, changes)
    described = _described(document, len(document.text))
    if arguments.json:
        _print_json(described | {"edited": sorted(library.edits(document.doc_id))})
    else:
        by_hand = "、".join(sorted(library.edits(document.doc_id))) or "无"
        print(f"《{document.title}》手工设定的元数据：{by_hand}；接着运行 indexing build 更新索引")
    return 0


def _doctor(arguments: argparse.Namespace) -> int:
    from corpus.doctor import examine
    from corpus.library import Library

    findings = examine(Library(home_of(arguments)))
    healthy = all(finding.verdict != "bad" for finding in findings)
    if arguments.json:
        checks = [{"check": f.check, "verdict": f.verdict, "message": f.message} for f in findings]
        _print_json({"healthy": healthy, "checks": checks})
    else:
        signs = {"ok": "正常", "warning": "注意", "bad": "有问题"}
        for finding in findings:
            print(f"{signs[finding.verdict]}：{finding.message}")
    return 0 if healthy else 1


def _backup(arguments: argparse.Namespace) -> int:
    from corpus.backup import back_up
    from corpus.library import Library

    back_up(Library(home_of(arguments)), arguments.file)
    print(f"已备份到 {arguments.file}")
    return 0


def _restore(arguments: argparse.Namespace) -> int:
    from corpus.backup import restore

    home = home_of(arguments)
    restore(arguments.file, home, force=arguments.force)
    print(f"已恢复到 {home}；接着运行 indexing build 重建索引")
    return 0


def _described(document: Document, characters: int) -> dict[str, object]:
    """What `corpus list --json` says about a document."""
    from corpus.validity import status_on

    def iso(day: date | None) -> str | None:
        return None if day is None else day.isoformat()

    return {
        "doc_id": document.doc_id,
        "title": document.title,
        "source_path": document.source_path,
        "issuer": document.issuer,
        "document_number": document.document_number,
        "issued_on": iso(document.issued_on),
        "effective_on": iso(document.effective_on),
        "expires_on": iso(document.expires_on),
        "region": document.region,
        "document_type": document.document_type,
        "status": status_on(document, date.today()),
        "source_url": document.source_url,
        "characters": characters,
    }


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False))


if __name__ == "__main__":
    raise SystemExit(run(main))
