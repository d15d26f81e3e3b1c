"""Which part of a saved web page is the document: the rest is the portal's own, its menus, lists and comments.

What a browser hides and what a page names as navigation is left out; of the remainder the innermost element counts that
holds the letterhead and most of the running text.
"""

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from thac.intake.secrecy import is_stamp, words_of

_NEVER_PRINTED: Final = frozenset(
    (
        "script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "canvas",
        "button", "input", "select", "textarea", "head", "nav", "aside", "dialog", "audio", "video", "link", "meta",
    )
)  # fmt: skip
_ROLES: Final = frozenset(("navigation", "banner", "contentinfo", "complementary", "search", "dialog", "menu", "alert"))
_NAMED: Final = frozenset(
    (
        "menu", "nav", "navbar", "sidebar", "breadcrumb", "breadcrumbs", "comment", "comments", "related", "share",
        "social", "ads", "advert", "banner", "popup", "modal", "login", "cookie", "toolbar", "pagination", "footer",
        "binhluan", "lienquan", "chiase", "quangcao", "dangnhap", "toc", "tooltip", "hidden",
    )
)  # fmt: skip
"""Words in the class or id of an element that say what it is for."""
_NAME: Final = re.compile(r"[a-z]+|[A-Z][a-z]*")
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LETTERHEAD: Final = re.compile(
    r"c[ộô]ng\s+h[oòóà]+\s*[aà]?\s+xã\s+hội\s+chủ\s+nghĩa\s+việt\s+nam|đảng\s+cộng\s+sản\s+việt\s+nam", re.IGNORECASE
)
_RUNNING: Final = 60
"""From so many characters on a block is running text."""
_MOST: Final = 0.6
_HOLDERS: Final = frozenset(("article", "body", "center", "div", "form", "html", "main", "section", "td"))
"""Elements that may hold a whole document."""
_SECRECY: Final = re.compile(r"\bmật\b", re.IGNORECASE)
_OWN_WORDS: Final = re.compile(
    r"(?:lược đồ|văn bản (?:liên quan|gốc|tiếng anh|cùng)|tải (?:về|văn bản)|đăng (?:nhập|ký)|bình luận|ý kiến của|"
    r"chia sẻ|từ khóa|tra cứu|liên hệ|bản quyền|copyright|©|hotline|facebook|zalo|trang chủ|in trang|gửi email|"
    r"thuộc tính|hiệu lực|tình trạng|đang cập nhật|xem thêm|nội dung (?:mms|sửa đổi)|chú thích|tin liên quan)\b",
    re.IGNORECASE,
)


def printed(root: etree._Element) -> None:
    """Take out of a page what nobody reads as part of its text."""
    for element in list(root.iter()):
        parent = element.getparent()
        if parent is not None and _is_apart(element):
            _take_out(element, parent)


def _take_out(element: etree._Element, parent: etree._Element) -> None:
    """Remove an element and keep the text behind it."""
    before = element.getprevious()
    if element.tail:
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)


def _is_apart(element: etree._Element) -> bool:
    if element.tag in {"html", "body"}:
        return False
    if element.tag in _NEVER_PRINTED or element.get("role", "") in _ROLES:
        return True
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    if _HIDDEN.search(element.get("style", "")):
        return True
    names = _NAME.findall(f"{element.get('class', '')} {element.get('id', '')}")
    return bool(_NAMED.intersection(name.casefold() for name in names)) and not _LETTERHEAD.search(_text(element))


def document_of(root: etree._Element) -> etree._Element:
    """The innermost element that holds the letterhead, where there is one, and most of the running text."""
    lengths: dict[etree._Element, int] = {}
    total = 0
    for element in root.iter():
        own = _running_text(element)
        total += own
        for above in (element, *element.iterancestors()) if own else ():
            lengths[above] = lengths.get(above, 0) + own
    head = next((element for element in root.iter() if _LETTERHEAD.search(_own_text(element))), None)
    holders = list(root.iter()) if head is None else [head, *head.iterancestors()][::-1]
    inner = [one for one in holders if one.tag in _HOLDERS and lengths.get(one, 0) >= _MOST * total] if total else []
    return inner[-1] if inner else root


def _running_text(element: etree._Element) -> int:
    """How much running text stands right in an element; what is linked counts for nothing."""
    length = len(_own_text(element))
    return length if length >= _RUNNING and element.tag != "a" else 0


def _own_text(element: etree._Element) -> str:
    """The text of an element without that of the blocks in it."""
    parts = [element.text or ""]
    for child in element:
        if child.tag in INLINE:
            parts.append(_text(child))
        parts.append(child.tail or "")
    return " ".join("".join(parts).split())


def _text(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


INLINE: Final = frozenset(
    (
        "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd", "label",
        "mark", "o:p", "q", "s", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
    )
)  # fmt: skip
"""Elements that stand within a line."""


def is_own(line: str) -> bool:
    """Whether a line below the signature is the portal's own."""
    return _OWN_WORDS.match(line.strip(" *#|•-")) is not None


def marks(root: etree._Element) -> Iterator[str]:
    """What anywhere on the page may say how secret the document is: stamps, and pairs of a label and its value."""
    for element in root.iter():
        words = _own_text(element)
        if 0 < len(words) <= _RUNNING and is_stamp(words_of(words)):
            yield words
    for element in root.iter("tr", "dl", "li"):
        words = " ".join(" ".join(map(str, element.itertext())).split())
        if len(words) <= _RUNNING and _SECRECY.search(words):
            yield words
