"""`python -m chat ask | match | serve`: questions from the command line, and the page."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.command_line import check_batch, filter_options, filters_of, home_of, home_option, run
from corpus.errors import PolicyQAError

if TYPE_CHECKING:
    from chat.llm import ModelSettings


def main(arguments: Sequence[str] | None = None) -> int:
    """Reads the command line and does what it says; returns the exit status."""
    parser = _parser()
    parsed = parser.parse_args(arguments)
    if parsed.command == "serve":
        return _serve(parsed)
    if parsed.command == "match":
        if (parsed.description is None) == (parsed.profile is None):
            parser.error("请用一句话说明企业，或用 --profile 给出企业档案（二者之一）")
        return _match(parsed)
    if parsed.batch:
        if not parsed.output:
            parser.error("--batch 需要同时给出 --output 文件")
        return _ask_batch(parsed)
    if parsed.question is None:
        parser.error("请给出问题，或用 --batch 文件")
    return _ask(parsed)


def _parser() -> argparse.ArgumentParser:
    home = home_option()
    parser = argparse.ArgumentParser(
        prog="python -m chat", description="回答政策问题，每句都有出处", parents=[home]
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令")
    ask = commands.add_parser("ask", help="问一个问题", parents=[home, filter_options()])
    ask.add_argument("question", nargs="?", help="问题")
    ask.add_argument(
        "--history", action="append", default=[], metavar="问题", help="之前的问题（可重复，从早到晚）"
    )
    ask.add_argument("--json", action="store_true", help="输出 JSON")
    ask.add_argument("--batch", metavar="IN.jsonl", help="逐行回答文件里的问题")
    ask.add_argument("--output", metavar="OUT.jsonl", help="--batch 的结果文件")
    match = commands.add_parser("match", help="找出企业能享受的扶持措施", parents=[home, filter_options()])
    match.add_argument(
        "description", nargs="?", metavar="一句话", help="如：我们是武汉的一家专精特新小巨人企业，想上云"
    )
    match.add_argument("--profile", type=Path, metavar="FILE.json", help="企业档案（各项见 chat/README.md）")
    match.add_argument("--json", action="store_true", help="输出 JSON")
    serve = commands.add_parser("serve", help="打开网页", parents=[home])
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=7860)
    return parser


def _model() -> "ModelSettings | None":
    """The chat model that the environment names; None where it names none."""
    from chat.llm import settings_from

    return settings_from(os.environ)


def _ask(parsed: argparse.Namespace) -> int:
    from chat.assistant import check_question, open_assistant

    check_question(parsed.question)
    assistant = open_assistant(home_of(parsed), os.environ.get("POLICYQA_EMBEDDING_MODEL"), _model())
    answer = assistant.ask(parsed.question, parsed.history, filters_of(parsed))
    if parsed.json:
        print(json.dumps(answer.to_json(), ensure_ascii=False, indent=2))
        return 0
    if answer.rewritten_question:
        print(f"（理解为：{answer.rewritten_question}）")
    print(answer.text)
    for missing in answer.missing:
        print(f"资料中没有：{missing}")
    for citation in answer.citations:
        heading = " › ".join(citation.heading)
        place = f"{citation.span.doc_id} 第{citation.span.start}–{citation.span.end}字"
        print(f"〔{citation.number}〕《{citation.title}》{heading}（{place}）")
    return 0


def _ask_batch(parsed: argparse.Namespace) -> int:
    from chat.assistant import open_assistant
    from chat.batch import answer_lines

    source = Path(parsed.batch)
    check_batch(source, Path(parsed.output))
    assistant = open_assistant(home_of(parsed), os.environ.get("POLICYQA_EMBEDDING_MODEL"), _model())
    filters = filters_of(parsed)
    failed = 0
    try:
        with (
            source.open(encoding="utf-8-sig") as lines,
            Path(parsed.output).open("w", encoding="utf-8") as output,
        ):
            for record in answer_lines(lines, lambda q, history: assistant.ask(q, history, filters)):
                failed += "error" in record
                output.write(json.dumps(record, ensure_ascii=False) + "\n")
    except OSError as error:
        raise PolicyQAError(f"无法读写文件（{error}）。请检查 --batch 和 --output 的路径和权限。") from error
    if failed:
        print(f"{failed} 行没有答案，原因写在结果文件的 error 里。", file=sys.stderr)
    return 0


def _match(parsed: argparse.Namespace) -> int:
    from chat.matching.library import match_library
    from chat.matching.profile import read_profile
    from chat.matching.self_description import profile_of_sentence
    from chat.matching.sheet import sheet
    from corpus.library import Library

    profile = read_profile(parsed.profile) if parsed.profile else profile_of_sentence(parsed.description)
    groups = match_library(Library(home_of(parsed)), profile, filters_of(parsed))
    if parsed.json:
        shown = {group: [match.to_json() for match in matches] for group, matches in groups.items()}
        print(json.dumps(shown, ensure_ascii=False, indent=1))
    else:
        print(sheet(profile, groups, filters_of(parsed).day))
    return 0


def _serve(parsed: argparse.Namespace) -> int:
    from chat.app.server import serve
    from chat.assistant import open_assistant
    from corpus.library import Library

    Library(home_of(parsed))  # an empty one where there is none: the page says how to put documents in
    assistant = open_assistant(home_of(parsed), os.environ.get("POLICYQA_EMBEDDING_MODEL"), _model())
    assistant.retriever.mend_by_itself()
    serve(assistant, parsed.host, parsed.port)
    return 0


if __name__ == "__main__":
    sys.exit(run(main))
