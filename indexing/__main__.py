"""python -m indexing build | search | targets | measures: makes the index and asks it."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.command_line import check_batch, filter_options, filters_of, home_of, home_option, run
from corpus.errors import PolicyQAError

if TYPE_CHECKING:
    from indexing.passage import ScoredPassage
    from indexing.retriever import Retriever

# Everything heavy is imported by the command that uses it, so that --help comes at once.

Subparsers = Any  # argparse's own type has no public name


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


# -- build


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
    from indexing.build import build
    from indexing.embedder import open_embedder

    if hasattr(os, "nice"):
        os.nice(max(0, _NICENESS - os.nice(0)))  # the page that is asked meanwhile comes first
    library = Library(home_of(arguments))
    paths: list[Path] = arguments.paths
    if not paths and not library.fingerprints():
        paths = [BUNDLED]
    none_taken = bool(paths) and not _add(library, paths)
    report = build(library, open_embedder(model_name()), _progress)
    if not report.changed:
        _say(f"索引已是最新：{report.documents} 篇文档，{report.passages} 个段落，没有需要做的。")
        if report.extracted:
            _say(f"重新读出了 {report.extracted} 篇文档的指标等内容。")
    else:
        _say(
            f"索引已更新：{report.documents} 篇文档，{report.passages} 个段落"
            f"（本次切分 {report.split} 篇，计算向量 {report.embedded} 个）。"
        )
    return 1 if none_taken else 0


def _add(library: Any, paths: Sequence[Path]) -> int:
    """Adds documents, says which were refused, and returns how many are in the library for it."""
    from corpus.loaders import load

    report = library.add(item for path in paths for item in load(path))
    for refused in report.refused:
        _say(f"未收录 {refused}")
    for warning in report.warnings:
        _say(f"注意：{warning}")
    _say(f"文档：新增 {len(report.added)}，更新 {len(report.updated)}，未变 {len(report.unchanged)}。")
    return int(report.taken)


# -- search


def register_search(subparsers: Subparsers) -> None:
    """indexing search QUERY | --batch IN --output OUT"""
    parser = subparsers.add_parser(
        "search", parents=[home_option(), filter_options()], help="检索段落，最相关的在前"
    )
    parser.add_argument("query", metavar="QUERY", nargs="?", help="问题或关键词")
    parser.add_argument("-k", type=positive, default=10, metavar="N", help="段落数，默认 10")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.add_argument("--batch", type=Path, metavar="IN.jsonl", help="逐行检索，每行有 item_id 和 question")
    parser.add_argument("--output", type=Path, metavar="OUT.jsonl", help="批量检索的结果文件")
    parser.set_defaults(run=lambda arguments: search_command(parser, arguments))


def search_command(parser: argparse.ArgumentParser, arguments: argparse.Namespace) -> int:
    """Searches for one query, or for every line of a file."""
    from indexing.retriever import Retriever

    if (arguments.query is None) == (arguments.batch is None):
        parser.error("请给出一个问题，或用 --batch 给出文件（二者之一）")
    if (arguments.batch is None) != (arguments.output is None):
        parser.error("--batch 和 --output 要一起使用")
    if arguments.query is not None:
        from indexing.retriever import check_query

        check_query(arguments.query)
    if arguments.batch is not None:
        check_batch(arguments.batch, arguments.output)
    retriever = Retriever.open(home_of(arguments), model_name())
    _say_unindexed(retriever)
    filters = filters_of(arguments)
    if arguments.batch is not None:
        return _search_batch(retriever, arguments, filters)
    found = retriever.search(arguments.query, arguments.k, filters)
    if arguments.json:
        print(json.dumps([passage_json(one) for one in found], ensure_ascii=False, indent=1))
        return 0
    if not found:
        _say("没有符合筛选条件的段落。")
    for one in found:
        title = retriever.document(one.passage.span.doc_id).title
        place = " › ".join([title, *one.passage.heading])
        print(f"{one.rank}. {place}  [{one.passage.passage_id}]  {one.score:.3f}\n{one.passage.text}\n")
    return 0


def _search_batch(retriever: "Retriever", arguments: argparse.Namespace, filters: Any) -> int:
    """One line out for each line in; a line that cannot be searched for holds `error` instead."""
    from indexing.retriever import QueryRefused

    lines = list(batch_lines(arguments.batch))
    try:
        output = arguments.output.open("w", encoding="utf-8")
    except OSError as error:
        raise PolicyQAError(f"无法写入 {arguments.output}（{error.strerror}）。请换一个位置。") from error
    retriever.warm()
    failed = 0
    bar = _progress("检索", len(lines))
    with output:
        for item in lines:
            try:
                found = retriever.search(item["question"], arguments.k, filters)
                line = {"item_id": item["item_id"], "results": [passage_json(one) for one in found]}
            except QueryRefused as error:
                failed += 1
                line = {"item_id": item["item_id"], "error": str(error)}
            output.write(json.dumps(line, ensure_ascii=False) + "\n")
            bar.update(1)
    bar.close()
    if failed:
        _say(f"{failed} 行无法检索，原因写在结果文件里。")
    return 0


def batch_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The lines of a batch file. Raises PolicyQAError where one lacks `item_id` or `question`."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise PolicyQAError(f"无法读取 {path}：{error}") from error
    for number, line in enumerate(text.split("\n"), 1):  # JSON may hold other line ends, such as U+2028
        if not line.strip():
            continue
        try:
            item = json.loads(line)
            if not isinstance(item["item_id"], str | int) or not isinstance(item["question"], str):
                raise TypeError
        except (ValueError, KeyError, TypeError):
            raise PolicyQAError(
                f"{path} 第 {number} 行：应是含有 item_id 和 question 的 JSON 对象。"
            ) from None
        yield item


def passage_json(found: "ScoredPassage") -> dict[str, Any]:
    """The contract's form of a found passage."""
    passage = found.passage
    return {
        "doc_id": passage.span.doc_id,
        "passage_id": passage.passage_id,
        "start": passage.span.start,
        "end": passage.span.end,
        "heading": list(passage.heading),
        "score": round(found.score, 6),
        "text": passage.text,
    }


# -- targets


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
        _say("没有找到符合条件的目标值。")
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
    _say(f"已导出 {len(rows)} 行：{arguments.output}")
    return 0


# -- measures


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
        _say("没有找到符合条件的扶持措施。")
    for document, row in rows:
        audience = document.quote(row.audience) if row.audience else "对象未写明"
        print(f"【{row.instrument}】{document.quote(row.name)}  {audience}  《{document.title}》")
        print(f"    {document.quote(row.span)}")
    return 0


# -- shared

COMMANDS: list[Callable[[Subparsers], None]] = [
    register_build, register_search, register_targets, register_measures,
]  # fmt: skip
"""Adds one subcommand each; a new one is a register function in this list."""

_NICENESS = 5  # of a build
BUNDLED = Path(__file__).resolve().parent.parent / "corpus" / "documents"


def model_name() -> str | None:
    """The embedding model that the environment names; None for the bundled one."""
    return os.environ.get("POLICYQA_EMBEDDING_MODEL") or None


def positive(text: str) -> int:
    """A whole number from 1. Raises argparse.ArgumentTypeError."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"“{text}”不是正整数")
    return int(text)


def _say_unindexed(retriever: "Retriever") -> None:
    if retriever.unindexed:
        _say(f"注意：有 {retriever.unindexed} 篇文档尚未进入索引，搜不到。请运行 python -m indexing build。")


def _progress(label: str, total: int) -> Any:
    from tqdm import tqdm

    return tqdm(total=total, desc=label, unit="个", file=sys.stderr, disable=None, leave=False)


def _say(message: str) -> None:
    print(message, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(run(main))
