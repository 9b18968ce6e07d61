"""The report as Markdown, for a repository or a pull request: the page without its pictures."""

from collections.abc import Mapping
from typing import Any

from evals import table
from evals.page import provenance, why


def render(report: Mapping[str, Any]) -> str:
    """The Markdown text."""
    failed = [item for item in report["items"] if item["failed"]]
    parts = [
        f"# 评测报告：{table.escaped(report['made']['set']['name'])}",
        "\n".join(f"- {name}：{table.escaped(value)}" for name, value in provenance(report)),
        table.outcomes(report),
        "## 按类型",
        table.markdown(table.by_kind(report)),
        "## 全部指标",
        table.markdown(table.all_measures(report)),
    ]
    if opinion := table.judged(report):
        parts += ["## 模型评判", table.escaped(opinion)]
    if report["evidence_problems"]:
        parts.append(f"## 与文档不符、未计分的依据（{len(report['evidence_problems'])}）")
        parts.append(
            "\n".join(
                f"- {_code(p['item_id'])}：{table.escaped(p['reason'])}" for p in report["evidence_problems"]
            )
        )
    parts.append(f"## 未通过的题（{len(failed)} / {len(report['items'])}）")
    parts += ["，".join(f"{label} {count}" for label, count in table.failures(report))] if failed else []
    parts += [_item(item) for item in failed]
    return "\n\n".join(parts) + "\n"


def _item(item: Mapping[str, Any]) -> str:
    labels = why(item)
    texts = item.get("texts")
    if texts is None:
        return f"- {_code(item['item_id'])}（{table.escaped(item['kind'])}）：{labels}"
    answer = {} if item["outcome"] == "error" else texts["answer"]  # a faulty answer may lack anything
    rows = [
        ["", ""],
        ["问", " → ".join([*texts["history"], texts["question"]])],
        ["应答", _expected(item, texts)],
        ["实答", item["error"] or answer.get("text") or f"（拒答）{answer.get('reason') or ''}"],
        ["引文", " ／ ".join(f"〔{c['number']}〕{c['quote']}" for c in answer.get("citations", []))],
        ["为何", "；".join(texts["notes"])],
    ]
    return f"### {_code(item['item_id'])}（{table.escaped(item['kind'])}）：{labels}\n\n" + table.markdown(
        rows, left=True
    )


def _expected(item: Mapping[str, Any], texts: Mapping[str, Any]) -> str:
    if not item["answerable"]:
        return "（资料里没有答案，应当拒答）"
    parts = [" / ".join(nugget) for nugget in texts["nuggets"]]
    parts += [" / ".join(texts["short_answers"])] if texts["short_answers"] else []
    return "；".join([*parts, *texts["reference_answers"]])


def _code(text: str) -> str:
    return "`" + text.replace("`", "'").replace("\n", " ") + "`"
