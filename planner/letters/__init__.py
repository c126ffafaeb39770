"""Letters, reports, posters and team sheets of a plan, from templates that an office may change.

    office       letters.toml -> who signs, who goes, under which letterhead
    numbering    running numbers of letters, and the register that keeps them
    texts        words that depend on village, count or hours
    basics       what all documents share; contents: what stands in each of them
    plan_b       another village for a day on which a visit falls out
    messages     short texts for the telephone
    maps, codes  the small map of a team, and the square code of a sheet
    typesetting  templates and contents -> PDF; the only file that knows Typst
    word         templates and contents -> .docx; the only file that knows docxtpl
    word_page    a page of such a template; word_orders, word_notices, word_templates: the package's own
    writing      a whole folder of documents, or nothing

Extras of the package: nothing else needs them.
"""
