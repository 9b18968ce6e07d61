"""Small PDFs by hand, each text where a test wants it."""


def pdf_of(*pages: list[tuple[float, float, str]]) -> bytes:
    """Pages of A4 with texts of 10 points at (left, top)."""
    count = len(pages)
    font = 3 + 2 * count
    kids = " ".join(f"{3 + 2 * at} 0 R" for at in range(count))
    objects = ["<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Count {count}/Kids[{kids}]>>"]
    for at, texts in enumerate(pages):
        drawn = "\n".join(
            f"BT /F 10 Tf {left} {832 - top} Td <{text.encode('utf-16-be').hex()}> Tj ET"
            for left, top, text in texts
        )
        resources = f"<</Font<</F {font} 0 R>>>>"
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources{resources}/Contents {4 + 2 * at} 0 R>>"
        )
        objects.append(f"<</Length {len(drawn)}>>stream\n{drawn}\nendstream")
    objects += [
        f"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[{font + 1} 0 R]>>",
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>",
    ]
    body = "".join(f"{at} 0 obj{found} endobj\n" for at, found in enumerate(objects, 1))
    return f"%PDF-1.4\n{body}trailer<</Root 1 0 R/Size {len(objects) + 1}>>\n%%EOF".encode()
