"""How a real document becomes a draft that an office would sign.

Three steps, each with its own types: ``readers`` turn bytes into lines (``transcript``), the structure reading finds
letterhead, recipients, references and the tree of items (``document``), the meaning reading finds what is ordered of
whom by when (``draft``). Nothing here touches a store, a clock or the network.
"""
