"""Documents made by program: the same id and version give the same text, and every passage names both."""

import random
import re

from corpus.document import Document

_TOPICS = ["上云服务券", "技术改造", "人才公寓", "数据目录", "专利质押", "绿色工厂", "出口信保", "首台套装备"]
_OFFICES = ["经信局", "科技局", "财政局", "商务局", "数据局"]
_MARK = re.compile(r"【([\w-]+)·(\d+)】")


def made(doc_id: str, version: int, articles: int | None = None) -> Document:
    """A document of some articles (1 to 6 without `articles`), each of about one passage."""
    chance = random.Random(f"{doc_id}/{version}")
    topic = chance.choice(_TOPICS)
    lines = [
        f"第{number}条 【{doc_id}·{version}】{chance.choice(_OFFICES)}对{topic}第{number}类项目给予"
        f"{chance.randrange(1, 999)}万元支持，" + "、".join(chance.sample(_TOPICS, 5)) + "等事项"
        f"由{chance.choice(_OFFICES)}在{chance.randrange(5, 60)}个工作日内办结。" * 5
        for number in range(1, (articles or chance.randrange(1, 7)) + 1)
    ]
    return Document(doc_id, f"{topic}办法（{doc_id}）", "\n".join(lines) + "\n")


def versions_in(text: str) -> dict[str, set[int]]:
    """The versions that a text names, by document."""
    found: dict[str, set[int]] = {}
    for doc_id, version in _MARK.findall(text):
        found.setdefault(doc_id, set()).add(int(version))
    return found
