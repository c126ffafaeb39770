"""The office's one workbook, ``masukan.xlsx``: its sheets and columns, and what is read from them."""

NOT_USED = "not used yet"  # begins the name of every note on what is not read
