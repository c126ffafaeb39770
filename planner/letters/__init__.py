"""Letters, posters and team sheets of a plan as PDF, set by Typst from templates that an office may change.

    office     letters.toml -> who signs, who goes, under which letterhead
    trips      a team's days from its base back to it, and its stays on the way
    contents   what stands in each document, in the words of a language
    maps       the small map of a team
    typesetting  templates and contents -> PDF; the only file that knows Typst
    writing    a whole folder of documents, or nothing

An extra of the package: nothing else needs it.
"""
