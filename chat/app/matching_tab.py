"""政策匹配: what an enterprise can get, from a form or a sentence, in three groups with cited conditions."""

from collections.abc import Callable
from typing import Any

import gradio as gr

from chat.app.components import LONG, QUICK, WORD, download, number, offer, panel
from chat.app.documents_html import said_html, told
from chat.app.language import t, w
from chat.app.matching_html import matching_html
from chat.app.matching_view import Matching, matched
from chat.app.opening import place_html
from chat.app.source_html import empty_source_html
from chat.assistant import Assistant

Updates = dict[Any, Any]
SIZES = ["大型", "中型", "小型", "微型", "个体工商户"]
TAXPAYERS = ["小规模纳税人", "一般纳税人"]
SENTENCE = "如：我们是武汉一家做软件的小微企业，30 人，2021年成立，是高新技术企业，想要贷款贴息"


def matching_tab(assistant: Assistant) -> tuple[Callable[..., Updates], list[Any]]:
    """Lays the tab out. Returns what brings it into the reader's language, and what that changes."""
    library = assistant.retriever.library
    kept, saved = gr.State(None), gr.JSON(visible=False)
    with gr.Row(elem_id="matching", elem_classes="desk"):
        with gr.Column(elem_id="matching-list", elem_classes="stock", scale=6, min_width=280):
            sentence = gr.Textbox(
                label=w("用一句话说明企业"),
                placeholder=w(SENTENCE),
                lines=2,
                max_lines=4,
                elem_id="self-description",
            )
            with (
                gr.Accordion(w("或者填表"), open=False, elem_id="profile-form"),
                gr.Row(elem_classes="choice"),
            ):
                form = {
                    "region": gr.Textbox(label=w("所在地"), placeholder=w("如 湖北省武汉市"), min_width=150),
                    "size": gr.Dropdown(["", *SIZES], value="", label=w("规模"), min_width=120),
                    "industry": gr.Textbox(label=w("行业"), placeholder=w("如 软件"), min_width=150),
                    "titles": gr.Textbox(
                        label=w("称号资质"), placeholder=w("如 专精特新、高新技术企业"), min_width=180
                    ),
                    "employees": gr.Textbox(label=w("职工人数"), placeholder=w("如 45"), min_width=110),
                    "founded": gr.Textbox(label=w("成立时间"), placeholder=w("如 2019-03"), min_width=120),
                    "revenue": gr.Textbox(label=w("年营业收入"), placeholder=w("如 2300万元"), min_width=130),
                    "taxpayer": gr.Dropdown(["", *TAXPAYERS], value="", label=w("纳税人"), min_width=130),
                    "wants": gr.Textbox(
                        label=w("想要的支持"), placeholder=w("如 贷款贴息、稳岗"), min_width=160
                    ),
                    "meets": gr.Textbox(label=w("还符合的条件"), placeholder=w("如 不裁员"), min_width=160),
                }
            with gr.Row(elem_classes="choice"):
                start = gr.Button(w("匹配"), variant="primary", size="sm")
                as_markdown = gr.Button(w("下载清单 MD"), size="sm", interactive=False)
                as_word = gr.Button(w("下载清单 Word"), size="sm", interactive=False)
            listing = panel("", "matches", "rows.js")
        with gr.Column(elem_classes="source-side", scale=5, min_width=280):
            source = panel(empty_source_html(), "match-source", "source.js")
    names = list(form)

    def match(words: str, *typed: str) -> Updates:
        try:
            found = matched(library, words or "", dict(zip(names, typed, strict=True)))
        except Exception as error:
            return {kept: None, listing: told(error)}
        return {
            kept: found,
            listing: matching_html(found),
            as_markdown: gr.Button(interactive=True),
            as_word: gr.Button(interactive=True),
        }

    def open_place(event: gr.EventData, found: Matching | None) -> Any:
        places, n = found.places() if found else [], number(event, "item")
        if not 0 <= n < len(places):
            return gr.skip()
        return place_html(assistant, *places[n], t("条件的出处"))

    def searching() -> str:
        return said_html(t("正在逐条核对…"), mild=True)

    def refresh() -> Updates:
        hint = t("点击〔1〕，这里会打开原文，并标出写着这个条件的那一句。")
        return {source: empty_source_html(hint)}

    def markdown(found: Matching | None) -> list[str]:
        return download("政策清单.md", "text/markdown", found.markdown().encode()) if found else []

    def word(found: Matching | None) -> list[str]:
        return download("政策清单.docx", WORD, found.word()) if found else []

    asked = [sentence, *form.values()]
    drawn = [kept, listing, as_markdown, as_word]
    for begin in (start.click, sentence.submit):
        begin(searching, None, listing, **QUICK).then(match, asked, drawn, **LONG)
    listing.open(open_place, kept, source, **QUICK)
    offer(as_markdown, kept, saved, markdown)
    offer(as_word, kept, saved, word)
    return refresh, [source]
