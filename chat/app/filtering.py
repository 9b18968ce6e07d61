"""Which documents a question is asked of, as chosen on the page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chat.app.language import t
from chat.app.markup import type_label
from corpus.document import DOCUMENT_TYPES, Document
from corpus.errors import PolicyQAError
from corpus.filters import Filters

_NONE_LEFT = "没有文档同时满足所选的全部条件。请放宽筛选后再问。"


@dataclass(frozen=True, slots=True)
class Choices:
    """What the documents at hand can be told apart by; `documents` are pairs of title and id."""

    regions: list[str]
    issuers: list[str]
    types: list[str]
    years: list[str]
    documents: list[tuple[str, str]]


def choices_among(documents: Sequence[Document]) -> Choices:
    """The values that occur, each once; the latest year first."""
    return Choices(
        regions=_once(d.region for d in documents),
        issuers=_once(d.issuer for d in documents),
        types=_once(type_label(d.document_type) for d in documents),
        years=_once(str(d.issued_on.year) if d.issued_on else None for d in documents)[::-1],
        documents=sorted((d.title, d.doc_id) for d in documents),
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen; None and empty mean any. `year` is the year of issue, `type_name` the Chinese name."""

    region: str | None = None
    issuer: str | None = None
    type_name: str | None = None
    year: str | None = None
    doc_ids: tuple[str, ...] = ()
    in_force: bool = False

    def filters(self, documents: Sequence[Document]) -> Filters:
        """The choice as filters. Raises PolicyQAError where no document meets it."""
        ids = frozenset(self.doc_ids)
        if self.year:
            issued = {d.doc_id for d in documents if d.issued_on and str(d.issued_on.year) == self.year}
            ids = frozenset(issued & ids if ids else issued)
            if not ids:
                raise PolicyQAError(t(_NONE_LEFT))
        names = {t(label): name for name, label in DOCUMENT_TYPES.items()}
        filters = Filters(
            doc_ids=ids,
            region=self.region or None,
            issuer=self.issuer or None,
            document_type=names.get(self.type_name or "", self.type_name) or None,
            in_force=self.in_force,
        )
        if filters and not any(filters.admits(document) for document in documents):
            raise PolicyQAError(t(_NONE_LEFT))
        return filters

    def in_words(self) -> str:
        """The choice in a line, for the head of the closed box."""
        year = t("{year}年", year=self.year) if self.year else None
        parts = [part for part in (self.region, self.issuer, self.type_name, year) if part]
        parts += [t("{n} 份指定文档", n=len(self.doc_ids))] if self.doc_ids else []
        parts += [t("只看现行有效")] if self.in_force else []
        return t("范围：") + (" · ".join(parts) or t("全部文档"))


def _once(values: Iterable[str | None]) -> list[str]:
    return sorted({value for value in values if value})
