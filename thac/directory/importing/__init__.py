"""How a file of an office becomes a change of the directory, and the directory a file again.

``sheets`` opens CSV and XLSX, ``columns`` knows their headings, ``cells`` reads what stands in a cell, ``reading``
makes changes and accounts of the rows, ``faults`` names every place that is wrong, ``outline`` says what would change,
and ``exporting`` writes a file that, read again, changes nothing.
"""
