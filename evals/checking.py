"""Question sets held against the library: evidence where it says, facts in the documents, nothing asked twice.

What `dataset` refuses is no set at all; what is found here is a set whose figures would mislead.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evals.dataset import QAItem, read_items, usable_evidence
from evals.metrics.wording import characters, says
from evals.scoring import TextOf
from evals.table import aligned


@dataclass(slots=True)
class SetCheck:
    """What one set holds, by kind, and what is wrong with it: (item_id, problem)."""

    path: Path
    kinds: Mapping[str, Mapping[str, int]]
    problems: list[tuple[str, str]] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """As `evals check --json` gives it."""
        problems = [{"item_id": item_id, "problem": problem} for item_id, problem in self.problems]
        return {"set": self.path.name, "kinds": self.kinds, "problems": problems}


def check_sets(paths: Sequence[Path], text_of: TextOf) -> list[SetCheck]:
    """Checks each set by itself, and that no id and no question stands in two places. Raises BadDataset."""
    seen: dict[tuple[str, ...], str] = {}
    checks = []
    for path in paths:
        items = read_items(path)
        check = SetCheck(path, _kinds(items))
        for item in items:
            check.problems += [(item.item_id, problem) for problem in item_problems(item, text_of)]
            own = f"{path.name} 的 {item.item_id}"
            for key, what in (
                (("id", item.item_id), "题号"),
                (("asked", *(characters(text) for text in (*item.history, item.question))), "问题"),
            ):
                earlier = seen.setdefault(key, own)
                if earlier is not own:
                    check.problems.append((item.item_id, f"{what}与{earlier}相同"))
        checks.append(check)
    return checks


def item_problems(item: QAItem, text_of: TextOf) -> list[str]:
    """What of an item does not hold: its evidence, its facts, or that it has both."""
    good, stale = usable_evidence(item, text_of)
    problems = [problem.reason for problem in stale]
    gold = (*item.nuggets, *((item.short_answers,) if item.short_answers else ()))
    if not item.answerable:
        if gold or item.reference_answers or item.evidence:
            problems.append("标为不可回答，却有答案或依据")
        return problems
    if not (gold or item.reference_answers or item.evidence):
        problems.append("标为可回答，却没有要点、简答、参考答案或依据，无从评分")
    texts = [text_of(doc_id) or "" for doc_id in dict.fromkeys(e.doc_id for e in good)]
    for spellings in gold if texts else ():
        if not any(says(text, spelling) for text in texts for spelling in spellings):
            problems.append(f"依据所在的文档里没有“{spellings[0]}”")
    return problems


def describe(check: SetCheck, shown: int = 50) -> str:
    """The check as text: one row a kind, then the problems."""
    columns = ("items", "answerable", "history", "nuggets", "short_answers", "documents")
    rows = [["类型", "题数", "可回答", "有上文", "有要点", "有简答", "跨文档"]]
    rows += [[kind, *(str(counts[name]) for name in columns)] for kind, counts in check.kinds.items()]
    rows.append(["全部", *(str(sum(counts[name] for counts in check.kinds.values())) for name in columns)])
    lines = [str(check.path), aligned(rows)]
    lines.append(f"发现 {len(check.problems)} 个问题：" if check.problems else "没有发现问题。")
    lines += [f"  {' '.join(item_id.split())}：{problem}" for item_id, problem in check.problems[:shown]]
    if len(check.problems) > shown:
        lines.append(f"  ……还有 {len(check.problems) - shown} 个（--json 列出全部）")
    return "\n".join(lines)


def _kinds(items: Sequence[QAItem]) -> dict[str, dict[str, int]]:
    """Per kind how many items, and how many have what; `documents`: evidence in more than one."""
    counts = {kind: Counter[str]() for kind in sorted({item.kind for item in items})}
    for item in items:
        counts[item.kind].update(
            items=1,
            answerable=item.answerable,
            history=bool(item.history),
            nuggets=bool(item.nuggets),
            short_answers=bool(item.short_answers),
            documents=len({e.doc_id for e in item.evidence}) > 1,
        )
    return {kind: dict(count) for kind, count in counts.items()}
