"""The command line of `evals`: what it takes. What each command does is in `__main__`."""

import argparse
import math
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.command_line import filter_options, home_option
from indexing.command_options import Subparsers, positive

if TYPE_CHECKING:
    from evals.gate import Bound


def parser() -> argparse.ArgumentParser:
    """The command line; nothing heavy is imported for it."""
    home = home_option()
    top = argparse.ArgumentParser(
        prog="python -m evals", description="评测：题集、指标、报告", parents=[home]
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for add in (_run, _compare, _report, _import, _check, _make, _export, _bench):
        add(commands, home)
    return top


def _run(commands: Subparsers, home: argparse.ArgumentParser) -> None:
    p = commands.add_parser("run", help="回答题集里的每一题，打印结果表", parents=[home, filter_options()])
    p.add_argument("set", metavar="QA.jsonl", type=Path, help="题集")
    p.add_argument("--output", metavar="REPORT.json", type=Path, help="写报告；旁边另写同名的 .html 和 .md")
    p.add_argument(
        "--answers", metavar="FILE", type=Path, help="不提问，给已有的回答打分（chat ask --batch 的输出）"
    )
    p.add_argument("--without-texts", action="store_true", help="报告只含编号、位置和数字，不含任何文字")
    p.add_argument("--limit", metavar="N", type=positive, help="只做前 N 题")
    p.add_argument("--kind", action="append", default=[], help="只做这一类的题（可重复）")
    p.add_argument("--jobs", metavar="N", type=positive, default=1, help="并行的进程数（默认 1）")
    p.add_argument(
        "--judge", action="store_true", help="另请已配置的对话模型评判每个回答（单独列出，不计入指标和门槛）"
    )
    p.add_argument("--fresh", action="store_true", help="从头做起，不接着上次中断的地方")
    p.add_argument(
        "--fail-under", metavar="[KIND:]NAME=VALUE", action="append", default=[], type=bound,
        help="指标低于此值（“越低越好”的指标：高于此值）则退出码为 1，如 nuggets=.95，"
        "或只看一类：figure:nuggets=.95（可重复）",
    )  # fmt: skip
    p.add_argument("--json", action="store_true", help="标准输出只有报告的数字部分（JSON）")


def _compare(commands: Subparsers, home: argparse.ArgumentParser) -> None:
    p = commands.add_parser("compare", help="比较两份报告", parents=[home])
    p.add_argument("a", metavar="A.json", type=Path)
    p.add_argument("b", metavar="B.json", type=Path)
    p.add_argument("--json", action="store_true", help="输出 JSON，列出全部有变化的题")


def _report(commands: Subparsers, home: argparse.ArgumentParser) -> None:
    p = commands.add_parser("report", help="由报告生成网页（.html）和 Markdown（.md）", parents=[home])
    p.add_argument("report", metavar="REPORT.json", type=Path)


def _import(commands: Subparsers, home: argparse.ArgumentParser) -> None:
    p = commands.add_parser("import", help="由其他格式导入题集", parents=[home])
    p.add_argument("file", metavar="FILE", type=Path, help="文件；beir 是文件夹")
    p.add_argument("--format", required=True, choices=["squad", "beir", "csv", "xlsx"])
    p.add_argument("--output", metavar="QA.jsonl", type=Path, required=True)
    p.add_argument(
        "--documents", metavar="FILE", type=Path, help="文档写到这里（默认在题集旁：QA.documents.jsonl）"
    )
    p.add_argument("--split", help="beir：用哪一份 qrels（默认 test、dev、train 中先有的）")


def _check(commands: Subparsers, home: argparse.ArgumentParser) -> None:
    p = commands.add_parser("check", help="检查题集：格式、依据、要点、重复，各类题数", parents=[home])
    p.add_argument("sets", metavar="QA.jsonl", type=Path, nargs="+", help="题集（多份一起查重）")
    p.add_argument("--json", action="store_true", help="标准输出只有一个 JSON")


def _make(commands: Subparsers, home: argparse.ArgumentParser) -> None:
    p = commands.add_parser("make", help="由资料库的文档自动出题，供人审阅", parents=[home, filter_options()])
    p.add_argument(
        "output", metavar="QA.jsonl", type=Path, help="也可以是 .xlsx 或 .csv：改好后用 import 读回"
    )
    p.add_argument("--count", metavar="N", type=positive, default=60, help="大约多少题（默认 60）")
    p.add_argument("--seed", metavar="N", type=int, default=0, help="换一个数，换一批题（默认 0）")
    p.add_argument("--feedback", action="store_true", help="改用读者在网页上评价过的问题")


def _export(commands: Subparsers, home: argparse.ArgumentParser) -> None:
    p = commands.add_parser("export", help="导出为其他工具的格式", parents=[home])
    p.add_argument("source", metavar="SOURCE", type=Path, help="trec、ragas：报告；beir、csv、xlsx：题集")
    p.add_argument("--format", required=True, choices=["trec", "ragas", "beir", "csv", "xlsx"])
    p.add_argument(
        "--output", metavar="PATH", type=Path, required=True, help="trec、beir：文件夹；其余：文件"
    )


def _bench(commands: Subparsers, home: argparse.ArgumentParser) -> None:
    p = commands.add_parser(
        "bench", help="在公开数据集上与常用框架比较；按条号、文号出题检验检索", parents=[home]
    )
    p.add_argument(
        "what",
        choices=["retrieval", "numbers"],
        help="retrieval：与常用框架比较；numbers：条号、文号各 --limit 题",
    )
    p.add_argument("--data", metavar="DIR", type=Path, help="公开数据集所在的文件夹（默认 ../shared/data）")
    p.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME",
        help="ncp、stard、cmrc、dureader（可重复；默认全部）",
    )
    p.add_argument("--documents", metavar="FILE", type=Path, help="用自己的文档（与 --questions 一起）")
    p.add_argument("--questions", metavar="QA.jsonl", type=Path, help="用自己的题集，题要有依据（evidence）")
    p.add_argument(
        "--system", action="append", default=[], metavar="NAME",
        help="policyqa、langchain、llama-index、haystack、txtai（可重复；默认全部）",
    )  # fmt: skip
    p.add_argument(
        "--limit", metavar="N", type=positive, help="每个题集至多 N 题，均匀抽取（numbers 默认 1000）"
    )
    p.add_argument("--output", metavar="REPORT.json", type=Path, help="写报告；旁边另写同名的 .md")


def bound(text: str) -> "Bound":
    """Reads nuggets=.95 and figure:nuggets=.95. Raises argparse.ArgumentTypeError."""
    from evals.gate import Bound
    from evals.measures import BY_NAME
    from evals.report import ALL

    what, _, number = text.rpartition("=")
    kind, _, name = what.rpartition(":")
    if name not in BY_NAME:
        raise argparse.ArgumentTypeError(f"没有指标“{name or text}”；有：{'、'.join(BY_NAME)}")
    try:
        value = float(number)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise argparse.ArgumentTypeError(f"“{text}”应写成 {name}=.95 或 类型:{name}=.95 这样")
    return Bound(name, value, kind or ALL)
