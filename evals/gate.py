"""A gate for continuous integration: figures that must be reached."""

from collections.abc import Mapping, Sequence
from typing import Any

from evals.measures import BY_NAME
from evals.report import ALL


def check(report: Mapping[str, Any], bounds: Sequence[tuple[str, float]]) -> list[str]:
    """What falls short, in words. A measure that no item has falls short too: a gate never passes on nothing.

    For a measure of which lower is better the bound is the most that is allowed.
    """
    shortfalls = []
    for name, wanted in bounds:
        measure, figure = BY_NAME[name], report["measures"][ALL].get(name)
        if figure is None:
            shortfalls.append(f"{measure.label}（{name}）：没有一题能计算")
        elif (figure["value"] < wanted) if measure.higher_is_better else (figure["value"] > wanted):
            sign = "<" if measure.higher_is_better else ">"
            shortfalls.append(f"{measure.label}（{name}）：{figure['value']:.4f} {sign} {wanted:g}")
    return shortfalls
