"""Answers as plain text with their sources, for the clipboard."""

from chat.answer import Answer


def answer_text(answer: Answer) -> str:
    """The question, the answer, and under it each source with the words cited from it."""
    lines = [f"问：{answer.question}"]
    if answer.rewritten_question and answer.rewritten_question != answer.question:
        lines.append(f"（理解为：{answer.rewritten_question}）")
    lines.append("答：" + (answer.reason or "" if answer.abstained else answer.text))
    if answer.missing:
        lines.append("资料里没有找到：" + "；".join(answer.missing))
    # the text may end with the notices already
    lines += [f"注意：{notice}" for notice in answer.notices if notice not in answer.text]
    if answer.citations:
        lines += ["", "来源："]
    return "\n".join([*lines, *source_lines(answer)])


def source_lines(answer: Answer) -> list[str]:
    """Each citation in a line: its number, where it stands, what it says."""
    lines = []
    for c in answer.citations:
        title = c.title.strip("《》")
        where = " › ".join([f"《{title}》", *c.heading])
        lines.append(f"〔{c.number}〕{where}：“{' '.join(c.quote.split())}”")
    return lines
