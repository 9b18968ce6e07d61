"""`indexing search`: one question, shown to a person or as JSON, or a file of them."""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.command_line import check_batch, filter_options, filters_of, home_of, home_option
from corpus.errors import PolicyQAError
from indexing.command_options import Subparsers, model_name, positive, progress, say

if TYPE_CHECKING:
    from indexing.passage import ScoredPassage
    from indexing.retriever import Retriever

# The retriever is imported when it is used, so that --help comes at once.


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
    from indexing.likeness import collapsed
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
        say("没有符合筛选条件的段落。")
    for shown in collapsed(found):
        one = shown.first
        place = " › ".join([_title(retriever, one), *one.passage.heading])
        print(f"{one.rank}. {place}  [{one.passage.passage_id}]  {one.score:.3f}\n{one.passage.text}")
        for like in shown.like:
            print(f"   第 {like.rank} 个内容基本相同：{_title(retriever, like)}  [{like.passage.passage_id}]")
        print()
    return 0


def _title(retriever: "Retriever", found: "ScoredPassage") -> str:
    return retriever.document(found.passage.span.doc_id).title


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
    bar = progress("检索", len(lines))
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
        say(f"{failed} 行无法检索，原因写在结果文件里。")
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
        except (
            ValueError,
            RecursionError,
            KeyError,
            TypeError,
        ):  # no JSON; no object, or one of another form
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


def _say_unindexed(retriever: "Retriever") -> None:
    if retriever.unindexed:
        say(f"注意：有 {retriever.unindexed} 篇文档尚未进入索引，搜不到。请运行 python -m indexing build。")
