"""The table of targets and the chart of one indicator, as HTML and SVG."""

from collections.abc import Sequence

from chat.app.language import t
from chat.app.markup import button, escape
from chat.app.targets_view import MOST, ORDERS, TargetQuery, TargetView
from indexing.target import Target
from indexing.target_comparison import Series
from indexing.target_export import KINDS

HEADS = {"indicator": "指标", "value": "数值", "year": "年份", "document": "来源文件"}
WIDE, HIGH, EDGE, FOOT, INSET = 620, 220, 64, 30, 36


def targets_html(view: TargetView, query: TargetQuery) -> str:
    """The table; a row's button opens its source, a head's button sorts."""
    if not view.rows:
        why = (
            t("没有符合条件的指标。请放宽条件，或换个说法。")
            if view.years
            else t("资料库里还没有带年份的指标。")
        )
        return f'<p class="count" role="status">{escape(why)}</p>'
    counted = t(
        "共 {n} 个指标值，来自 {m} 份文档", n=len(view.rows), m=len({r.span.doc_id for r in view.rows})
    )
    if len(view.rows) > MOST:
        counted += t("；只显示前 {n} 个，下载的文件含全部", n=MOST)
    rows = "".join(_row(row, n, view) for n, row in enumerate(view.rows[:MOST]))
    heads = "".join(_head(n, query) for n in range(len(ORDERS)))
    return (
        f'<p class="count" role="status">{escape(counted)}</p>'
        f'<div class="table-frame" tabindex="0" role="region" aria-label="{t("指标表")}">'
        f'<table class="answers targets"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _head(n: int, query: TargetQuery) -> str:
    order = ORDERS[n]
    sorted_now = query.order == order
    state = ("descending" if query.descending else "ascending") if sorted_now else "none"
    sign = ("▾" if query.descending else "▴") if sorted_now else ""
    name = t(HEADS[order])
    label = f'{name}<span aria-hidden="true"> {sign}</span>'
    return f'<th scope="col" aria-sort="{state}">{button("sort", label, css="sort", item=n)}</th>'


def _row(row: Target, n: int, view: TargetView) -> str:
    about = [word for word in (row.scope, t(KINDS[row.kind]) if row.kind != "target" else None) if word]
    differs = (
        f'<span class="badge amended">{t("各文件不一致")}</span>' if row.figure in view.contradicted else ""
    )
    facts = f'<p class="facts">{escape(" · ".join(about))}</p>' if about else ""
    label = escape(row.indicator) or t("（未写明）")
    opens = button("open", label, css="title", item=n)
    return (
        f'<tr><th scope="row">{opens}{facts}</th><td class="number">{escape(row.written)} {differs}</td>'
        f'<td class="short">{row.year or ""}</td><td class="from">{escape(view.documents[row.span.doc_id].title)}</td></tr>'
    )


def series_name(one: Series) -> str:
    """An indicator as it is chosen for comparison."""
    years = sorted({point.year for point in one.points})
    span = f"{years[0]}–{years[-1]}" if len(years) > 1 else str(years[0])
    where = f"{one.scope} · " if one.scope else ""
    return f"{where}{one.indicator}（{one.unit}，{span}，{t('{n} 个数值', n=len(one.points))}）"


def series_html(one: Series, view: TargetView) -> str:
    """One indicator over years: the picture, and under it every figure with its document."""
    rows = "".join(
        f'<tr><th scope="row" class="short">{point.year}</th><td class="number">{escape(point.row.written)}</td>'
        f'<td class="short">{escape(t(KINDS[point.row.kind]))}</td>'
        f"<td>{escape(view.documents[point.row.span.doc_id].title)}</td></tr>"
        for point in one.points
    )
    heads = "".join(f'<th scope="col">{t(name)}</th>' for name in ("年份", "数值", "类别", "来源文件"))
    return (
        f'<figure class="chart"><figcaption>{escape(series_name(one))}</figcaption>{chart(one)}</figure>'
        f'<div class="table-frame" tabindex="0" role="region" aria-label="{t("比较")}"><table class="answers">'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def chart(one: Series) -> str:
    """A dot for every figure, by year and value; targets full, what was reached hollow. The axis begins at zero
    unless all values lie far from it, and then says so by its lowest number."""
    years = [point.year for point in one.points]
    values = [float(point.value) for point in one.points]
    low, high = _range(values)
    ticks = sorted({0.0, *values} if low == 0 else set(values))
    first, last = min(years), max(years)

    def at(year: int, value: float) -> tuple[float, float]:
        across = (year - first) / (last - first) if last > first else 0.5
        return (
            EDGE + INSET + across * (WIDE - 2 * EDGE - 2 * INSET),
            HIGH - FOOT - (value - low) / (high - low) * (HIGH - EDGE - FOOT),
        )

    parts = [f'<path class="axis" d="M{EDGE} {EDGE - 16}V{HIGH - FOOT}H{WIDE - EDGE + 16}"/>']
    for value in (ticks[0], ticks[-1]):
        parts.append(
            f'<text x="{EDGE - 8}" y="{at(first, value)[1] + 4:.0f}" text-anchor="end">{value:g}</text>'
        )
    parts.append(f'<text x="{EDGE}" y="{EDGE - 26}">{escape(one.unit)}</text>')
    if low > 0:
        note = escape(t("纵轴不从 0 开始"))
        parts.append(f'<text class="note" x="{WIDE}" y="{EDGE - 26}" text-anchor="end">{note}</text>')
    for year in sorted(set(years)):
        parts.append(
            f'<text x="{at(year, low)[0]:.0f}" y="{HIGH - FOOT + 20}" text-anchor="middle">{year}</text>'
        )
    parts += _line(one, at)
    for point in one.points:
        x, y = at(point.year, float(point.value))
        reached = " reached" if point.row.kind == "achieved" else ""
        parts.append(
            f'<circle class="dot{reached}" cx="{x:.1f}" cy="{y:.1f}" r="5"><title>{escape(point.row.quote)}</title></circle>'
            f'<text x="{x:.0f}" y="{y - 11:.0f}" text-anchor="middle">{point.value:g}</text>'
        )
    name = escape(series_name(one))
    return f'<svg role="img" aria-label="{name}" viewBox="0 0 {WIDE} {HIGH}">{"".join(parts)}</svg>'


def _line(one: Series, at: object) -> list[str]:
    """A line only where each year has one figure: between documents that disagree there is no course."""
    years = [point.year for point in one.points]
    if len(set(years)) != len(years) or len(years) < 2:
        return []
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in (at(p.year, float(p.value)) for p in one.points))  # type: ignore[operator]
    return [f'<path class="line" d="M{path}"/>']


def _range(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    if low >= 0 and low < 0.9 * high:
        return 0.0, high
    room = (high - low) * 0.2 or abs(high) * 0.1 or 1.0
    return low - room, high + room
