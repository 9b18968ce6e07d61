"""The report as one HTML page that needs nothing else: figures, pictures, and every failed item side by side.

Whatever comes from a set, a document or an answer is escaped; the page holds no script and loads nothing.
"""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from evals import charts, table
from evals.measures import BY_NAME
from evals.report import ALL

STYLE = """
:root{color-scheme:light dark;--bar:#2563a8;--track:#8882;--bad:#b3261e;--line:#8885}
@media(prefers-color-scheme:dark){:root{--bar:#6ea8e8;--bad:#f2a29b}}
body{font:15px/1.6 system-ui,"Noto Sans CJK SC","Microsoft YaHei",sans-serif;max-width:1240px;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2.2rem}
table{border-collapse:collapse;font-variant-numeric:tabular-nums}
th,td{border-bottom:1px solid var(--line);padding:.25rem .6rem;text-align:right;vertical-align:top}
th:first-child,td:first-child,.facts td{text-align:left}th{white-space:nowrap}.facts td{overflow-wrap:anywhere}
.prose td:nth-child(n){text-align:left;white-space:normal}.scroll{overflow-x:auto}.scroll th,.scroll td{padding:.25rem .45rem}
.scroll td:first-child,.scroll th:first-child{position:sticky;left:0;background:Canvas;white-space:nowrap}
.facts td:first-child{white-space:nowrap}.tiles{display:flex;flex-wrap:wrap;gap:.8rem;margin:1rem 0}
.tiles div{border:1px solid var(--line);border-radius:8px;padding:.5rem .9rem}.tiles b{display:block;font-size:1.5rem}
.tiles small{opacity:.75}
.pictures{display:flex;flex-wrap:wrap;gap:1.5rem}figure{margin:0}figcaption{font-weight:600}
svg{max-width:100%;height:auto;font-size:12px;fill:currentColor}
.bar{fill:var(--bar)}.track{fill:var(--track)}.axis{fill:none;stroke:currentColor;opacity:.5}
.whisker{fill:none;stroke:currentColor;stroke-width:1.5}.line{fill:none;stroke:var(--bar);stroke-width:2}.dot{fill:var(--bar)}
details{border:1px solid var(--line);border-radius:6px;margin:.5rem 0;padding:.4rem .8rem}
summary{cursor:pointer}.why{color:var(--bad)}
.sides{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:1rem}.sides h4{margin:.4rem 0}
.sides div{overflow-wrap:anywhere;white-space:pre-wrap}.sides h4,.sides p{white-space:normal}
blockquote{margin:.3rem 0;padding-left:.6rem;border-left:3px solid var(--line)}
code{overflow-wrap:anywhere}@media(max-width:700px){.sides{grid-template-columns:1fr}}
"""

VERDICTS = {"right": "对", "wrong": "错", "undecided": "没有判定"}


def render(report: Mapping[str, Any]) -> str:
    """The page."""
    made = report["made"]
    title = f"评测报告：{made['set']['name']}"
    failed = [item for item in report["items"] if item["failed"]]
    body = [
        f"<h1>{escape(title)}</h1>",
        _tiles(report),
        _provenance(report),
        "<h2>按类型</h2>",
        _table(table.by_kind(report)),
        '<h2>图</h2><div class="pictures">',
        *_pictures(report),
        "</div>",
        "<h2>全部指标</h2>",
        _table(table.all_measures(report)),
        _judged(report),
        _problems(report["evidence_problems"]),
        f"<h2>未通过的题（{len(failed)} / {len(report['items'])}）</h2>",
        f"<p>{escape('，'.join(f'{label} {count}' for label, count in table.failures(report)))}</p>",
        *(_item(item) for item in failed),
    ]
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body>{''.join(body)}</body></html>\n"
    )


def _tiles(report: Mapping[str, Any]) -> str:
    tiles = "".join(
        f"<div>{escape(label)}<b>{value}</b><small>{interval}</small></div>"
        for label, value, interval in table.headline(report)
    )
    return f'<div class="tiles">{tiles}</div><p>{escape(table.outcomes(report))}</p>'


def _provenance(report: Mapping[str, Any]) -> str:
    rows = [f"<tr><td>{escape(k)}</td><td>{escape(v)}</td></tr>" for k, v in provenance(report)]
    return f'<table class="facts">{"".join(rows)}</table>'


def provenance(report: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Where the figures come from, as names and values."""
    made = report["made"]
    code, model, library = made["code"], made["model"], made["library"]
    dirty = "（有未提交的改动）" if code["dirty"] else ""
    settings = {k: v for k, v in made["configuration"].items() if v not in (None, [], False)}
    return [
        ("题集", f"{made['set']['name']}，{made['set']['items']} 题，{made['set']['sha256'][:12]}"),
        ("代码", f"{code['commit'] or '不在 git 中'}{dirty}，源码 {code['source_sha256'][:12]}"),
        ("模型", f"{model['embedding']}（{model['fingerprint'][:12]}），对话模型：{model['chat'] or '无'}"),
        ("资料库", f"{library['documents']} 份文档，{library['sha256'][:12]}"),
        ("设置", "，".join(f"{name}={value}" for name, value in settings.items()) or "默认"),
        ("时间", report["time"]["started_at"]),
    ]


def _pictures(report: Mapping[str, Any]) -> list[str]:
    measures, curves = report["measures"], report["confidence"]
    kinds = [kind for kind in measures if kind != ALL] or [ALL]
    pictures = []
    for name in (
        "right",
        "nuggets",
        "short_answer",
        "rouge_l",
        "decision",
        "citation_recall",
        "document.R@5",
    ):
        rows = [
            (table.kind_name(kind), f["value"], f["low"], f["high"])
            for kind in kinds
            if (f := measures[kind].get(name))
        ]
        if rows:
            label = BY_NAME[name].label
            pictures.append(_figure(f"{label}（按类型）", charts.bars(rows, label)))
    if curves:
        points = [(coverage, risk) for coverage, risk, _ in curves["curve"]]
        caption = f"风险–覆盖（AURC {curves['aurc']:.3f}）"
        pictures.append(_figure(caption, charts.line(points, caption, "覆盖率", "答错的比例")))
        bins = [(f"≤{b['highest']:.2g}", b["right"]) for b in curves["calibration"]]
        caption = "校准：置信度由低到高，答对的比例"
        pictures.append(_figure(caption, charts.columns(bins, caption, "置信度", "答对")))
    times = charts.histogram([seconds * 1000 for seconds in report["time"]["seconds"].values()])
    most = max((count for _, count in times), default=1.0)
    pictures.append(
        _figure("每题用时", charts.columns(times, "每题用时", "毫秒（上限）", "题数", max(most, 2.0)))
    )
    return pictures


def _figure(caption: str, svg: str) -> str:
    return f"<figure><figcaption>{escape(caption)}</figcaption>{svg}</figure>"


def _table(rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f"<th>{escape(cell)}</th>" for cell in rows[0])
    lines = ["<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows[1:]]
    return f'<div class="scroll"><table><tr>{head}</tr>{"".join(lines)}</table></div>'


def _judged(report: Mapping[str, Any]) -> str:
    opinion = table.judged(report)
    if opinion is None:
        return ""
    rows = [["题", "判定", "理由"]]
    for item_id, verdict in report["judge"]["items"].items():
        rows.append([item_id, VERDICTS[verdict["verdict"]], verdict.get("reason", "")])
    return (
        f"<h2>模型评判</h2><p>{escape(opinion)}</p>"
        f'<details><summary>逐题判定与理由</summary><div class="prose">{_table(rows)}</div></details>'
    )


def _problems(problems: Sequence[Mapping[str, Any]]) -> str:
    if not problems:
        return ""
    lines = [f"<li>{escape(p['item_id'])}：{escape(p['reason'])}</li>" for p in problems]
    return f"<h2>与文档不符、未计分的依据（{len(problems)}）</h2><ul>{''.join(lines)}</ul>"


def _item(item: Mapping[str, Any]) -> str:
    texts = item.get("texts")
    labels = why(item)
    head = f"<code>{escape(item['item_id'])}</code> [{escape(table.kind_name(item['kind']))}] "
    if texts is None:
        return f'<details><summary>{head}<span class="why">{escape(labels)}</span></summary></details>'
    answer = {} if item["outcome"] == "error" else texts["answer"]  # a faulty answer may lack anything
    asked = " → ".join([*texts["history"], texts["question"]])
    notes = "".join(f"<li>{escape(note)}</li>" for note in texts["notes"])
    return (
        f'<details><summary>{head}{escape(asked)} <span class="why">{escape(labels)}</span></summary>'
        f'<ul class="why">{notes}</ul><div class="sides"><div><h4>应答</h4>{_expected(item, texts)}</div>'
        f"<div><h4>实答</h4>{_given(item, answer)}</div>"
        f"<div><h4>引文</h4>{_quotes(answer)}</div></div></details>"
    )


def why(item: Mapping[str, Any]) -> str:
    """What failed, and at which place of the ranking the evidence stood."""
    labels = "、".join(table.FAILURES.get(name, name) for name in item["failed"])
    return labels if item["evidence_rank"] is None else f"{labels}（依据排第 {item['evidence_rank']}）"


def _expected(item: Mapping[str, Any], texts: Mapping[str, Any]) -> str:
    parts = [] if item["answerable"] else ["<p>（资料里没有答案，应当拒答）</p>"]
    parts += [f"<p>要点：{escape(' / '.join(nugget))}</p>" for nugget in texts["nuggets"]]
    if texts["short_answers"]:
        parts.append(f"<p>简答：{escape(' / '.join(texts['short_answers']))}</p>")
    parts += [f"<p>参考：{escape(text)}</p>" for text in texts["reference_answers"]]
    parts += [f"<blockquote>{escape(quote)}</blockquote>" for quote in texts["evidence"]]
    return "".join(parts)


def _given(item: Mapping[str, Any], answer: Mapping[str, Any]) -> str:
    if item["outcome"] == "error":
        return f'<p class="why">{escape(item["error"])}</p>'
    if answer.get("abstained"):
        return f"<p>（拒答）{escape(str(answer.get('reason') or ''))}</p>"
    short = answer.get("short_answer")
    return (f"<p>简答：{escape(short)}</p>" if short else "") + escape(str(answer.get("text", "")))


def _quotes(answer: Mapping[str, Any]) -> str:
    return "".join(
        f"<blockquote>〔{escape(str(c['number']))}〕{escape(c['quote'])}<br>"
        f"<code>{escape(c['doc_id'])} {c['start']}–{c['end']}</code></blockquote>"
        for c in answer.get("citations", [])
    )
