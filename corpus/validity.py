"""Whether a document is in force on a given day."""

from datetime import date, timedelta

from corpus.document import Document, Status

NOT_HOLDING: tuple[Status, ...] = ("repealed", "expired", "not_yet")
# None of the 60 repeals with dates among 3,499 laws was earlier than 305 days after the beginning.
NEVER_REPEALED_WITHIN = timedelta(days=180)


def status_on(document: Document, day: date) -> Status:
    """The document's status on `day`: from other documents' word on it and its dates, then from what it declares.

    When a repeal began that has no date is not known, and an answer from a repealed document is worse than a
    warning too many: it holds for every day, but those gone by in the document's first half year.
    """
    declared = document.status
    if document.superseded_by is not None and document.superseded_on is None:
        declared = "repealed"
    if document.superseded_on is not None:
        if day >= document.superseded_on:
            return "repealed"
        if declared in ("repealed", "amended", "expired"):
            declared = "unknown"  # which it became on that later day
    if document.expires_on is not None and day > document.expires_on:
        return "expired"
    begins = document.effective_on or document.issued_on
    if begins is not None and day < begins:
        return "not_yet"
    if declared == "repealed":
        young = begins is not None and day < min(begins + NEVER_REPEALED_WITHIN, date.today())
        return "in_force" if young else "repealed"
    if document.amended_on is not None:
        if day >= document.amended_on:
            return "amended"
        if declared == "amended":
            declared = "unknown"
    if declared in ("not_yet", "expired") and (document.effective_on or document.expires_on):
        # The source said so on another day; the dates know better.
        return "in_force"
    if declared == "unknown" and begins is not None and document.expires_on is not None:
        return "in_force"  # between its first and its last day, and nobody says otherwise
    return declared
