"""Which agencies exist, what they answer for, how documents name them, and on which days they work.

``build`` puts the tree of an installation together from the national ``catalogue`` and the ``template`` of departments
and units; ``overrides`` corrects it. ``names`` finds the agency a document means, ``groups`` the members of a
collective name, ``routing`` the unit that should lead a task, and ``working_calendar`` the days off.
"""
