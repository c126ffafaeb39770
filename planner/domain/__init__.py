"""The nouns and the judgement: no files, no tables, no solver; only the standard library and numpy."""
