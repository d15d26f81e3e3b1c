"""Which bodies a text names, and where one name ends and the next begins.

Names hold commas and "và" themselves ("Sở Văn hóa, Thể thao và Du lịch"), classes do too ("các sở, ban, ngành"), and a
list of ministries or communes names its kind once ("các Bộ: Quốc phòng, Công an").
"""

from thac.intake.meaning.bodies.body import Body
from thac.intake.meaning.bodies.reading import read_bodies

__all__ = ["Body", "read_bodies"]
