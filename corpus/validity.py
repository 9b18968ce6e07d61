"""Whether a document is in force on a given day."""

from datetime import date

from corpus.document import Document, Status


def status_on(document: Document, day: date) -> Status:
    """The document's status on `day`, from its dates first and from what its source declares second.

    A declared repeal or amendment without a date holds for every day: when it began is not known, and an
    answer from a repealed document is worse than a warning too many.
    """
    if document.expires_on is not None and day > document.expires_on:
        return "expired"
    begins = document.effective_on or document.issued_on
    if begins is not None and day < begins:
        return "not_yet"
    if document.status in ("not_yet", "expired") and (document.effective_on or document.expires_on):
        # The source said so on another day; the dates know better.
        return "in_force"
    return document.status
