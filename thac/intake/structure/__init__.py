"""What a document is made of, read from its lines: letterhead, recipients, references, and the tree of its items.

The order of reading: ``pieces`` clean the lines, ``columns`` part what stands side by side, ``furniture`` takes out
page numbers and footnotes, ``parts`` tell letterhead, text, signature and appendices apart, ``paragraphs`` join what
was wrapped, ``outline`` builds the tree. ``references`` look at all of it.
"""

from thac.intake.structure.read import read_structure

__all__ = ["read_structure"]
