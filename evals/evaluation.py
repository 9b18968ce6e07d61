"""A whole evaluation: a set and a plan in, the report out. What `evals run` does, without its command line."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from chat.llm import ChatModel, ModelSettings
from corpus.errors import PolicyQAError
from corpus.filters import Filters
from evals import report, runner
from evals.dataset import QAItem, read_items
from evals.given_answers import read_answers
from evals.judge import Judge, judge_with
from evals.provenance import UNKNOWN_MODEL, code_state, file_hash, library_state, model_state, set_state
from evals.run_log import RunLog


@dataclass(frozen=True, slots=True)
class Plan:
    """Which questions are put to what, and how.

    `answers` is a file of answers that are there already; `output` the report to be, beside which the run under way is
    kept; `embedding` and `llm` name the models; with `judge` the chat model gives its verdict on each answer besides.
    """

    set: Path
    home: Path
    filters: Filters = Filters()
    kinds: tuple[str, ...] = ()
    limit: int | None = None
    answers: Path | None = None
    output: Path | None = None
    embedding: str | None = None
    llm: ModelSettings | None = None
    judge: bool = False
    with_texts: bool = True
    jobs: int = 1
    fresh: bool = False


def evaluate(
    plan: Plan, progress: runner.Progress | None = None, say: Callable[[str], None] | None = None
) -> dict[str, Any]:
    """Runs the plan and gives its report, written to `output` where there is one.

    `progress` is called with the items done and their whole number, `say` with what the person should know.
    Raises PolicyQAError where set, answers, home or output cannot be used; a failed answer is no error.
    """
    say = say or (lambda message: None)
    items = _chosen(plan)
    library = runner.open_library(plan.home)
    given = None if plan.answers is None else read_answers(plan.answers)
    if given is not None and not any(item.item_id in given for item in items):
        raise PolicyQAError(
            f"{plan.answers} 里的题号没有一个在题集里。请检查是不是同一份题集（题号是 item_id）。"
        )
    judge = _judge(plan)
    made = {
        "set": set_state(plan.set, items),
        "code": code_state(),
        "model": model_state(plan.embedding, plan.llm) if given is None else UNKNOWN_MODEL,
        "library": library_state(library),
        "configuration": _configuration(plan),
    }
    log = _log(plan, made, say)
    started = datetime.now(UTC).isoformat(timespec="seconds")
    try:
        outcome = runner.run(
            items,
            partial(runner.open_assistant_ask, plan.home, plan.embedding, plan.llm, plan.filters),
            runner.texts_of(library),
            given=given,
            log=log,
            judge=judge,
            with_texts=plan.with_texts,
            jobs=plan.jobs,
            progress=progress,
        )
        built = report.build(outcome, made, started, plan.with_texts)
        if plan.output is not None and log is not None:
            report.write(built, plan.output)
            log.remove()
    finally:
        if log is not None:
            log.close()
    return built


def _chosen(plan: Plan) -> list[QAItem]:
    items = read_items(plan.set)
    known = list(dict.fromkeys(item.kind for item in items))
    absent = [kind for kind in plan.kinds if kind not in known]
    if absent:
        raise PolicyQAError(f"题集里没有“{'、'.join(absent)}”类的题，只有：{'、'.join(known)}。")
    return [item for item in items if not plan.kinds or item.kind in plan.kinds][: plan.limit]


def _judge(plan: Plan) -> Judge | None:
    if not plan.judge:
        return None
    if plan.llm is None:
        raise PolicyQAError(
            "没有配置对话模型，不能用模型评判。请设置 POLICYQA_LLM_BASE_URL 和 POLICYQA_LLM_MODEL。"
        )
    return judge_with(ChatModel(plan.llm))


def _configuration(plan: Plan) -> dict[str, Any]:
    """What of the plan can change an answer or a figure. Validity is judged as of a day, so it is named."""
    filters = plan.filters
    return {
        "limit": plan.limit,
        "kinds": list(plan.kinds),
        "doc": sorted(filters.doc_ids),
        "region": filters.region,
        "issuer": filters.issuer,
        "type": filters.document_type,
        "in_force": filters.in_force,
        "as_of": filters.day.isoformat(),
        "answers": plan.answers and file_hash(plan.answers),
        "judge": plan.llm.model if plan.judge and plan.llm else None,
    }


def _log(plan: Plan, made: dict[str, Any], say: Callable[[str], None]) -> RunLog | None:
    output = plan.output
    if output is None:
        return None
    if output.suffix != ".json" or output.resolve() == plan.set.resolve() or output.is_dir():
        raise PolicyQAError(
            f"报告不能写到 {output}：请用一个以 .json 结尾的新文件名；网页和 Markdown 写在它旁边。"
        )
    key = {**made, "with_texts": plan.with_texts}
    log = RunLog(output.with_name(output.name + ".partial.jsonl"), key, plan.fresh)
    if log.records:
        say(f"接着上次：已有 {len(log.records)} 题")
    elif log.replaced:
        say("上次中断的是另一次运行（题集、代码、模型、资料库或设置不同），从头做起。")
    return log
