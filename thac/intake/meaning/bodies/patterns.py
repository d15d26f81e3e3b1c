"""The vocabulary of names as patterns over plain text; a blank begins what follows another word."""

import re

from thac.intake.meaning import lexicon

_DETERMINER = r"(?:(?:tất cả|toàn thể|toàn bộ|lãnh đạo) )?(?:các|những|từng|mỗi|một số) "
CLASS = re.compile(rf"(?:{_DETERMINER}{lexicon.COMMON}|{lexicon.ALONE}|toàn thể {lexicon.COMMON})(?!\w)")
PROPER = re.compile(rf"(?:{_DETERMINER})?(?P<kind>{lexicon.PROPER})(?!\w)")
COMMON = re.compile(rf"{lexicon.COMMON}(?!\w)")
# Behind the first noun of a class: "các tổ chức, cá nhân", "các thôn, buôn".
FURTHER = re.compile(rf"(?:{lexicon.COMMON}|cá nhân|buôn(?! bán)|làng(?! nghề)|sóc|phum)(?!\w)")
FIELD = re.compile(rf" ?{lexicon.FIELDS}(?!\w)")
NAME_WORDS = re.compile(rf"(?: (?:và )?|, | - ){lexicon.NAME_WORDS}(?!\w)")
ACT = re.compile(rf" {lexicon.ACTS}(?!\w)")
WORD = re.compile(r" ?[-&/]? ?(?P<word>[^\W_][\w&/'’.-]*[\w]|[^\W_])")
TITLE = re.compile(lexicon.TITLE)
QUALIFIER = re.compile(rf" {lexicon.QUALIFIER}(?!\w)")
LEVELS = re.compile(
    r"(?:các |cấp )?(?:xã|phường|đặc khu|tỉnh|thành phố|thị trấn|huyện|thôn|bản|khu phố|tổ dân phố)(?!\w)"
)
LEVEL_LIST = re.compile(
    r" ?(?:các )?(?:xã|phường|đặc khu|tỉnh|thành phố|huyện|thôn|bản|buôn|làng|ấp|khóm|tổ dân phố|khu phố)"
    r"(?:(?:, | và |, và | - )(?:(?:các )?(?:xã|phường|đặc khu|tỉnh|thành phố|thị xã)|thị trấn|huyện|bản|tổ dân phố"
    r"|khu phố|buôn(?! bán)|làng(?! nghề)|ấp|khóm|khu dân cư))*(?!\w)"
)
SEPARATOR = re.compile(r"\s?(?:,|;|/| và| cùng(?: với)?| -|, và|; và|,? cùng|\s?&)\s|,")
