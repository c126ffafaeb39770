"""The office's one workbook, ``masukan.xlsx``: its sheets and columns, and what is read from them."""
