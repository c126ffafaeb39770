"""Files in: every fault listed with file, sheet, row, column, value, and what to do."""
