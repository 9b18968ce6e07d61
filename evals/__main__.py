"""`python -m evals run | compare | report | import | make | export`."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from corpus.command_line import filters_of, home_of, run
from corpus.errors import PolicyQAError
from evals.options import parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command."""
    chosen = parser().parse_args(arguments)
    return COMMANDS[chosen.command](chosen)


def run_set(arguments: argparse.Namespace) -> int:
    """`evals run`."""
    from evals import report, runner, table
    from evals.dataset import read_items
    from evals.gate import check
    from evals.given_answers import read_answers
    from evals.provenance import UNKNOWN_MODEL, code_state, file_hash, library_state, model_state, set_state
    from evals.run_log import RunLog

    home, filters = home_of(arguments), filters_of(arguments)
    items = read_items(arguments.set)
    items = [item for item in items if not arguments.kind or item.kind in arguments.kind][: arguments.limit]
    if not items:
        raise PolicyQAError(f"题集里没有“{'、'.join(arguments.kind)}”类的题。")
    library = runner.open_library(home)
    given = None if arguments.answers is None else read_answers(arguments.answers)
    made = {
        "set": set_state(arguments.set, items),
        "code": code_state(),
        "model": model_state(os.environ) if given is None else UNKNOWN_MODEL,
        "library": library_state(library),
        "configuration": configuration(arguments, filters.day)
        | {"answers": arguments.answers and file_hash(arguments.answers)},
    }
    output: Path | None = arguments.output
    with_texts = not arguments.without_texts
    log = None
    if output is not None:
        log = RunLog(
            output.with_name(output.name + ".partial.jsonl"),
            {**made, "with_texts": with_texts},
            arguments.fresh,
        )
        if log.records:
            say(f"接着上次：已有 {len(log.records)} 题")
        elif log.replaced:
            say("上次中断的是另一次运行（题集、代码、模型、资料库或设置不同），从头做起。")
    started = datetime.now(UTC).isoformat(timespec="seconds")
    outcome = runner.run(
        items,
        partial(runner.open_assistant_ask, home, os.environ.get("POLICYQA_EMBEDDING_MODEL"), filters),
        runner.texts_of(library), given=given, log=log,
        with_texts=with_texts, jobs=arguments.jobs, progress=True,
    )  # fmt: skip
    made_report = report.build(outcome, made, started, with_texts)
    if output is not None and log is not None:
        report.write(made_report, output)
        log.remove()
        say(f"报告：{output}、{'、'.join(path.name for path in write_pages(made_report, output))}")
    if arguments.json:
        print(
            json.dumps({k: v for k, v in made_report.items() if k != "items"}, ensure_ascii=False, indent=1)
        )
    else:
        print(table.summary(made_report))
    shortfalls = check(made_report, arguments.fail_under)
    for shortfall in shortfalls:
        say(f"未达标：{shortfall}")
    return 1 if shortfalls else 0


def configuration(arguments: argparse.Namespace, day: date) -> dict[str, Any]:
    """What of the command line can change an answer or a figure. Validity is judged as of a day, so it is named."""
    return {
        "limit": arguments.limit,
        "kinds": arguments.kind,
        "doc": arguments.doc,
        "region": arguments.region,
        "issuer": arguments.issuer,
        "type": arguments.type,
        "in_force": arguments.in_force,
        "as_of": day.isoformat(),
    }


def compare_reports(arguments: argparse.Namespace) -> int:
    """`evals compare`."""
    from evals import report
    from evals.comparison import compare, describe

    comparison = compare(report.read(arguments.a), report.read(arguments.b))
    print(json.dumps(comparison, ensure_ascii=False, indent=1) if arguments.json else describe(comparison))
    return 0


def render_report(arguments: argparse.Namespace) -> int:
    """`evals report`."""
    from evals import report

    for path in write_pages(report.read(arguments.report), arguments.report):
        print(path)
    return 0


def write_pages(report: dict[str, Any], output: Path) -> list[Path]:
    """The report's page and Markdown beside it."""
    from evals import markdown_report, page

    paths = [output.with_suffix(".html"), output.with_suffix(".md")]
    for path, render in zip(paths, (page.render, markdown_report.render), strict=True):
        path.write_text(render(report), encoding="utf-8")
    return paths


def import_set(arguments: argparse.Namespace) -> int:
    """`evals import`."""
    from evals.importers.beir import read_beir
    from evals.importers.squad import read_squad
    from evals.importers.tables import read_csv, read_xlsx

    if arguments.format == "beir":
        imported = read_beir(arguments.file, arguments.split)
    else:
        imported = {"squad": read_squad, "csv": read_csv, "xlsx": read_xlsx}[arguments.format](arguments.file)
    documents = arguments.documents or arguments.output.with_name("documents.jsonl")
    imported.write(arguments.output, documents)
    for note in imported.notes[:20]:
        say(note)
    if len(imported.notes) > 20:
        say(f"……还有 {len(imported.notes) - 20} 条")
    say(f"{len(imported.items)} 题写入 {arguments.output}")
    if imported.documents:
        say(
            f"{len(imported.documents)} 份文档写入 {documents}；装入资料库：python -m indexing build {documents}"
        )
    return 0


def make_set(arguments: argparse.Namespace) -> int:
    """`evals make`."""
    from evals import runner
    from evals.dataset import write_items
    from evals.exporters.tables import write_table
    from evals.feedback import feedback_items
    from evals.making import make_items

    library = runner.open_library(home_of(arguments))
    if arguments.feedback:
        rated = feedback_items(library)
        items, notes = [item for item, _ in rated], [reason for _, reason in rated]
        if not items:
            raise PolicyQAError("还没有读者评价过回答。")
    else:
        items, notes = (
            make_items(library.documents(filters_of(arguments)), arguments.count, arguments.seed),
            [],
        )
        if not items:
            raise PolicyQAError("这些文档里没有可以出题的指标或列表。请换一批文档，或自己编写题集。")
    output: Path = arguments.output
    output.parent.mkdir(parents=True, exist_ok=True)
    if output.suffix in (".xlsx", ".csv"):
        write_table(items, output, notes)
    else:
        write_items(items, output)
    say(f"{len(items)} 题写入 {output}。题目由程序拟出，使用前请逐题审阅。")
    return 0


def export(arguments: argparse.Namespace) -> int:
    """`evals export`."""
    from evals import report, runner
    from evals.dataset import read_items

    if arguments.format == "trec":
        from evals.exporters.trec import write_trec

        paths = write_trec(report.read(arguments.source), arguments.output)
    elif arguments.format in ("csv", "xlsx"):
        from evals.exporters.tables import write_table

        paths = [arguments.output.with_suffix(f".{arguments.format}")]
        write_table(read_items(arguments.source), paths[0])
    elif arguments.format == "beir":
        from evals.exporters.beir import write_beir

        library = runner.open_library(home_of(arguments))
        paths = write_beir(read_items(arguments.source), library.documents(), arguments.output)
    else:
        from evals.exporters.ragas import write_ragas

        library = runner.open_library(home_of(arguments))
        left_out = write_ragas(report.read(arguments.source), runner.texts_of(library), arguments.output)
        if left_out:
            say(f"{left_out} 道出错的题没有导出")
        paths = [arguments.output]
    for path in paths:
        print(path)
    return 0


def say(message: str) -> None:
    """A message to the person, aside from the results."""
    print(message, file=sys.stderr)


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "run": run_set,
    "compare": compare_reports,
    "report": render_report,
    "import": import_set,
    "make": make_set,
    "export": export,
}

if __name__ == "__main__":
    sys.exit(run(main))
