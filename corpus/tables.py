"""A table as lines of text: each row says itself what its cells mean."""

LONGEST_HEADING = 30  # characters of a cell that can be a column's heading


def table_lines(rows: list[list[str]]) -> list[str]:
    """One line a row: `heading：cell；heading：cell` where the first row is headings, else the cells by tabs.

    A row that is one text across the table, and a table of one column, stay plain text.
    """
    rows = [[" ".join(cell.split()) for cell in row] for row in rows]
    rows = [row for row in rows if any(row)]
    if not rows:
        return []
    lines = []
    while rows and len(_distinct(rows[0])) == 1:  # a caption over all columns
        lines.append(_distinct(rows.pop(0))[0])
    if not _has_headings(rows):
        return lines + ["\t".join(_distinct(row)) for row in rows]
    headings = rows[0]
    lines.append("\t".join(_distinct(headings)))
    for row in rows[1:]:
        cells = _distinct(row)
        if len(cells) == 1 and len(row) > 1 and len(set(row)) == 1:
            lines.append(cells[0])
            continue
        pairs: list[str] = []
        for heading, cell in zip(headings, row, strict=False):
            pair = f"{heading}：{cell}" if heading else cell
            if cell and pair not in pairs:
                pairs.append(pair)
        lines.append("；".join(pairs))
    return lines


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
