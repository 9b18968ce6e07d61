"""`python -m evals run | compare | report | check | import | make | export | bench`."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from corpus.command_line import filters_of, home_of, run
from corpus.errors import PolicyQAError
from evals.options import parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command."""
    chosen = parser().parse_args(arguments)
    try:
        return COMMANDS[chosen.command](chosen)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise PolicyQAError(
            f"文件读写失败：{error.filename}（{error.strerror or error}）。请检查路径和权限。"
        ) from error


def run_set(arguments: argparse.Namespace) -> int:
    """`evals run`."""
    from chat.llm import settings_from
    from evals import table
    from evals.evaluation import Plan, evaluate
    from evals.gate import check

    output: Path | None = arguments.output
    plan = Plan(
        set=arguments.set,
        home=home_of(arguments),
        filters=filters_of(arguments),
        kinds=tuple(arguments.kind),
        limit=arguments.limit,
        answers=arguments.answers,
        output=output,
        embedding=os.environ.get("POLICYQA_EMBEDDING_MODEL"),
        llm=settings_from(os.environ),
        judge=arguments.judge,
        with_texts=not arguments.without_texts,
        jobs=arguments.jobs,
        fresh=arguments.fresh,
    )
    with progress_bar() as progress:
        report = evaluate(plan, progress, say)
    if output is not None:
        say(f"报告：{output}、{'、'.join(path.name for path in write_pages(report, output))}")
    if arguments.json:
        print(json.dumps({k: v for k, v in report.items() if k != "items"}, ensure_ascii=False, indent=1))
    else:
        print(table.summary(report))
    shortfalls = check(report, arguments.fail_under)
    for shortfall in shortfalls:
        say(f"未达标：{shortfall}")
    return 1 if shortfalls else 0


@contextmanager
def progress_bar() -> Iterator[Callable[[int, int], None]]:
    """A bar on stderr; a log file need not hold every step."""
    from tqdm import tqdm

    bars: list[tqdm[Any]] = []

    def show(done: int, total: int) -> None:
        if not bars:  # what an earlier run did says nothing of this one's speed
            every = 0.1 if sys.stderr.isatty() else 10
            bars.append(tqdm(desc="评测", unit="题", total=total, initial=done, mininterval=every))
        bars[0].update(done - bars[0].n)

    try:
        yield show
    finally:
        for bar in bars:
            bar.close()


def check_sets(arguments: argparse.Namespace) -> int:
    """`evals check`."""
    from evals import checking, runner

    library = runner.open_library(home_of(arguments))
    checks = checking.check_sets(arguments.sets, runner.texts_of(library))
    if arguments.json:
        print(json.dumps([check.to_json() for check in checks], ensure_ascii=False, indent=1))
    else:
        print("\n\n".join(checking.describe(check) for check in checks))
    return 1 if any(check.problems for check in checks) else 0


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
    output: Path = arguments.output
    documents = arguments.documents or output.with_name(f"{output.name.partition('.')[0]}.documents.jsonl")
    if len({path.resolve() for path in (arguments.file, output, documents)}) < 3:
        raise PolicyQAError("导入的文件、--output 和 --documents 必须是三个不同的文件。")
    imported.write(output, documents)
    for note in imported.notes[:20]:
        say(note)
    if len(imported.notes) > 20:
        say(f"……还有 {len(imported.notes) - 20} 条")
    say(f"{len(imported.items)} 题写入 {output}")
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


def bench(arguments: argparse.Namespace) -> int:
    """`evals bench`."""
    from evals.bench import report
    from evals.bench.command import bench_retrieval, numbers

    if arguments.what == "numbers":
        asked, page = numbers(arguments, progress_bar)
        print(page)
        if arguments.output is not None:
            arguments.output.parent.mkdir(parents=True, exist_ok=True)
            text = json.dumps(asked, ensure_ascii=False, indent=1) + "\n"
            arguments.output.write_text(text, encoding="utf-8")
            say(f"报告：{arguments.output}")
        return 0
    made = bench_retrieval(arguments)
    print(report.as_markdown(made))
    if arguments.output is not None:
        say("报告：" + "、".join(str(path) for path in report.write(made, arguments.output)))
    return 0


def say(message: str) -> None:
    """A message to the person, aside from the results."""
    print(message, file=sys.stderr)


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "run": run_set,
    "compare": compare_reports,
    "report": render_report,
    "check": check_sets,
    "import": import_set,
    "make": make_set,
    "export": export,
    "bench": bench,
}

if __name__ == "__main__":
    sys.exit(run(main))
