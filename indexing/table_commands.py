"""`indexing targets` and `indexing measures`: what the documents aim at and give, as lists and tables."""

import argparse
import json
from pathlib import Path
from typing import Any

from corpus.command_line import filter_options, filters_of, home_of, home_option
from corpus.errors import PolicyQAError
from indexing.command_options import Subparsers, positive, say


def register_targets(subparsers: Subparsers) -> None:
    """indexing targets [--year YEAR] [--query WORDS] [--format csv --output FILE] …"""
    parser = subparsers.add_parser(
        "targets", parents=[home_option(), filter_options()], help="列出文档里的指标和目标值"
    )
    parser.add_argument("--year", type=positive, metavar="YYYY", help="只列这一年的目标")
    parser.add_argument("--query", metavar="WORDS", help="指标里的词，如 新能源汽车 产量")
    parser.add_argument(
        "--kind",
        choices=("target", "achieved", "all"),
        default="target",
        help="target 目标（默认），achieved 已实现的数，all 两者",
    )
    parser.add_argument(
        "--sort",
        choices=("document", "indicator", "value", "year"),
        help="排序；不写则按与 --query 的相关程度或文档顺序",
    )
    parser.add_argument("--conflicts", action="store_true", help="只列不同文件说法不一致的指标")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.add_argument("--format", choices=("csv", "xlsx", "md"), help="导出为表格，带出处")
    parser.add_argument("--output", type=Path, metavar="FILE", help="导出的文件；csv 和 md 不写则输出到屏幕")
    parser.set_defaults(run=lambda arguments: targets_command(parser, arguments))


def targets_command(parser: argparse.ArgumentParser, arguments: argparse.Namespace) -> int:
    """Lists or exports the targets of the documents that the filters admit."""
    from corpus.library import Library
    from indexing.target_comparison import conflicting_figures
    from indexing.target_search import KINDS_SHOWN, load_targets, matching_targets, sorted_targets

    form = arguments.format
    if arguments.output and not form:
        parser.error("--output 要和 --format 一起使用")
    if form and arguments.json:
        parser.error("--format 和 --json 只能用一个")
    if form == "xlsx" and not arguments.output:
        parser.error("xlsx 要用 --output 写到文件，如 --output 指标.xlsx")
    kinds = KINDS_SHOWN[arguments.kind]
    every, documents = load_targets(Library(home_of(arguments)), filters_of(arguments), kinds)
    contradicted = conflicting_figures(every)
    rows = matching_targets(every, arguments.year, arguments.query)
    if arguments.sort:
        rows = sorted_targets(rows, arguments.sort, documents)
    if arguments.conflicts:
        rows = [row for row in rows if row.figure in contradicted]
    if form:
        return _export_targets(rows, documents, contradicted, arguments)
    if arguments.json:
        print(json.dumps([row.to_json() for row in rows], ensure_ascii=False, indent=1))
        return 0
    if not rows:
        say("没有找到符合条件的目标值。")
    for row in rows:
        year = f"{row.year}年" if row.year else "年份未写明"
        mark = "  【其他文件的数不同】" if row.figure in contradicted else ""
        title = documents[row.span.doc_id].title
        print(f"{year}  {row.indicator}  {row.written}  《{title}》{mark}\n    {row.quote}")
    return 0


def _export_targets(rows: Any, documents: Any, contradicted: Any, arguments: argparse.Namespace) -> int:
    from indexing.target_export import export

    content = export(rows, documents, contradicted, arguments.format)
    if arguments.output is None:
        print(content.decode("utf-8-sig"), end="")
        return 0
    try:
        arguments.output.write_bytes(content)
    except OSError as error:
        raise PolicyQAError(f"无法写入 {arguments.output}（{error.strerror}）。请换一个位置。") from error
    say(f"已导出 {len(rows)} 行：{arguments.output}")
    return 0


def register_measures(subparsers: Subparsers) -> None:
    """indexing measures [--query WORDS]"""
    parser = subparsers.add_parser(
        "measures", parents=[home_option(), filter_options()], help="列出文档里的扶持措施"
    )
    parser.add_argument("--query", metavar="WORDS", help="措施、对象里的词，如 小微企业 上云")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.set_defaults(run=measures_command)


def measures_command(arguments: argparse.Namespace) -> int:
    """Lists the support measures of the documents that the filters admit."""
    from corpus.library import Library
    from indexing.measure_search import library_measures, matching_measures

    library = Library(home_of(arguments))
    found = library_measures(library, library.documents(filters_of(arguments)))
    rows = matching_measures(found, arguments.query)
    if arguments.json:
        print(json.dumps([row.to_json(document) for document, row in rows], ensure_ascii=False, indent=1))
        return 0
    if not rows:
        say("没有找到符合条件的扶持措施。")
    for document, row in rows:
        audience = document.quote(row.audience) if row.audience else "对象未写明"
        print(f"【{row.instrument}】{document.quote(row.name)}  {audience}  《{document.title}》")
        print(f"    {document.quote(row.span)}")
    return 0
