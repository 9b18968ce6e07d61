"""A table as lines of text: each row says itself what its cells mean."""

LONGEST_HEADING = 30  # characters of a cell that can be a column's heading


def table_lines(rows: list[list[str]]) -> list[str]:
    """One line a row: `heading：cell；heading：cell` where the first row is headings, else the cells by tabs.

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
    if not _has_headings([row for _, row in tidy]):
        return lines + [(number, "\t".join(_distinct(row))) for number, row in tidy]
    head, headings = tidy[0]
    lines.append((head, "\t".join(_distinct(headings))))
    return lines + [(number, _labelled(headings, row)) for number, row in tidy[1:]]


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
