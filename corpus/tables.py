"""A table as lines of text: each row says itself what its cells mean."""

import re

_AMOUNT = re.compile(r"[\d.,]+(?!\d*年)")
LONGEST_HEADING = 30  # characters of a cell that can be a column's heading


def table_lines(rows: list[list[str]]) -> list[str]:
    """One line a row: `heading：cell；heading：cell` where the first row is headings, else the cells by tabs.

    A head of two rows, the second parting merged cells of the first, gives `heading（part）：cell`.
    A row that is one text across the table, and a table of one column, stay plain text.
    """
    return [line for _, line in numbered_lines(rows)]


def numbered_lines(rows: list[list[str]]) -> list[tuple[int, str]]:
    """The same, each line with the number of its row."""
    tidy = [(number, [" ".join(cell.split()) for cell in row]) for number, row in enumerate(rows)]
    tidy = [(number, row) for number, row in tidy if any(row)]
    lines: list[tuple[int, str]] = []
    while tidy and len(_distinct(tidy[0][1])) == 1:  # a caption over all columns
        number, row = tidy.pop(0)
        lines.append((number, _distinct(row)[0]))
    head, headings = _head([row for _, row in tidy])
    lines += [(number, "\t".join(_distinct(row))) for number, row in tidy[:head]]
    if not headings:
        return lines + [(number, "\t".join(_distinct(row))) for number, row in tidy]
    return lines + [(number, _labelled(headings, row)) for number, row in tidy[head:]]


def covered(written: str | None) -> int:
    """How many columns or rows a cell covers, as a file writes it: from 1 to 100, 1 where it is no number."""
    return min(max(int(written), 1), 100) if written and re.fullmatch("[0-9]{1,6}", written) else 1


def _head(rows: list[list[str]]) -> tuple[int, list[str]]:
    """How many rows head the columns, and what they say of each; none where there is no head."""
    if _has_headings(rows):
        return 1, rows[0]
    if len(rows) > 3 and _refines(rows[0], rows[1]):
        both = [
            over if over == under else f"{over}（{under}）"
            for over, under in zip(rows[0], rows[1], strict=True)
        ]
        if _has_headings([both, *rows[2:]]):
            return 2, both
    return 0, []


def _refines(over: list[str], under: list[str]) -> bool:
    """Whether one row of a head stands under another: it parts what is merged there and repeats the rest."""
    if len(over) != len(under) or not all(under):
        return False
    merged = [
        cell in (over[at - 1] if at else "", over[at + 1] if at + 1 < len(over) else "")
        for at, cell in enumerate(over)
    ]
    return any(merged) and all(
        not _AMOUNT.match(below) if parted else below == above
        for parted, above, below in zip(merged, over, under, strict=True)
    )


def _labelled(headings: list[str], row: list[str]) -> str:
    if len(row) > 1 and len(set(row)) == 1:
        return row[0]
    pairs: list[str] = []
    for heading, cell in zip(headings, row, strict=False):
        pair = f"{heading}：{cell}" if heading else cell
        if cell and pair not in pairs:
            pairs.append(pair)
    return "；".join(pairs)


def _has_headings(rows: list[list[str]]) -> bool:
    """Whether the first row heads the columns: all cells short, different and none a bare figure."""
    if len(rows) < 3 or len(rows[0]) < 2:
        return False
    head = rows[0]
    return (
        all(head)
        and len(set(head)) == len(head)
        and all(
            len(cell) <= LONGEST_HEADING and not cell.rstrip("%").replace(".", "").isdigit() for cell in head
        )
        and not any(cell.endswith(("：", ":", "。", "；")) for cell in head)
    )


def _distinct(row: list[str]) -> list[str]:
    """The cells that say something, a merged one once."""
    return [cell for at, cell in enumerate(row) if cell and (at == 0 or row[at - 1] != cell)]
