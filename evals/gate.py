"""A gate for continuous integration: figures that must be reached."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from evals.measures import BY_NAME
from evals.report import ALL


class Bound(NamedTuple):
    """What a measure must reach (or, where lower is better, may at most be), over all items or those of a kind."""

    measure: str
    value: float
    kind: str = ALL


def check(report: Mapping[str, Any], bounds: Sequence[Bound]) -> list[str]:
    """What falls short, in words. A measure that no item has falls short too: a gate never passes on nothing."""
    shortfalls = []
    for bound in bounds:
        measure = BY_NAME[bound.measure]
        name = f"{measure.label}（{bound.measure}）" + (f"，{bound.kind} 类" if bound.kind != ALL else "")
        figures = report["measures"].get(bound.kind)
        figure = (figures or {}).get(bound.measure)
        if figures is None:
            shortfalls.append(f"{name}：这次没有这一类的题，只有 {'、'.join(_kinds(report))}")
        elif figure is None:
            shortfalls.append(f"{name}：没有一题能计算")
        elif (figure["value"] < bound.value) if measure.higher_is_better else (figure["value"] > bound.value):
            sign = "<" if measure.higher_is_better else ">"
            shortfalls.append(f"{name}：{figure['value']:.4f} {sign} {bound.value:g}")
    return shortfalls


def _kinds(report: Mapping[str, Any]) -> list[str]:
    return [kind for kind in report["measures"] if kind != ALL]
