"""Which documents a question is asked of."""

from dataclasses import dataclass
from datetime import date

from corpus.document import Document
from corpus.regions import region_of
from corpus.validity import NOT_HOLDING, status_on


@dataclass(frozen=True, slots=True)
class Filters:
    """Conditions on documents, all of which must hold; an empty one holds for every document.

    `region` and `issuer` match when the document's value contains the given words, so that 北京 finds
    北京市; a region also holds those that lie in it, however they are written: 四川 finds 阿坝州. `in_force` leaves out what is known not to be in force on `as_of` (today where not given).
    """

    doc_ids: frozenset[str] = frozenset()
    region: str | None = None
    issuer: str | None = None
    document_type: str | None = None
    in_force: bool = False
    as_of: date | None = None

    def __bool__(self) -> bool:
        """Whether any condition is set that can leave a document out."""
        return bool(self.doc_ids or self.region or self.issuer or self.document_type or self.in_force)

    @property
    def day(self) -> date:
        """The day on which validity is judged."""
        return self.as_of or date.today()

    def admits(self, document: Document) -> bool:
        """Whether the document meets every condition."""
        return (
            (not self.doc_ids or document.doc_id in self.doc_ids)
            and (self.region is None or _lies_in(document.region or "", self.region))
            and (self.issuer is None or self.issuer in (document.issuer or ""))
            and (self.document_type is None or self.document_type == document.document_type)
            and (not self.in_force or status_on(document, self.day) not in NOT_HOLDING)
        )


def _lies_in(region: str, wanted: str) -> bool:
    full = region_of(wanted)
    return wanted in region or (full is not None and full in (region_of(region) or region))
