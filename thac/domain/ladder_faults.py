"""What can be wrong with a ladder: each fault with its code, its place, and what would be right."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class LadderCode(StrEnum):
    """The kinds of faults; programs go by them, and none is ever renamed."""

    NOT_TOML = "not_toml"
    UNKNOWN_FIELD = "unknown_field"
    MISSING_FIELD = "missing_field"
    WRONG_KIND = "wrong_kind"
    UNKNOWN_WORD = "unknown_word"
    REPEATED_WORD = "repeated_word"
    BAD_CODE = "bad_code"
    RECEIPT_CODE = "receipt_code"
    BAD_MOMENT = "bad_moment"
    BAD_STRETCH = "bad_stretch"
    NOT_HERE = "not_here"
    NO_BOUND = "no_bound"
    TOO_OFTEN = "too_often"
    TOO_MANY = "too_many"
    TWO_OF_ONE_CODE = "two_of_one_code"
    NOT_ASCENDING = "not_ascending"
    CLIMBS_DOWN = "climbs_down"
    SKIPS_LEVEL = "skips_level"
    COLOUR_BACK = "colour_back"
    REQUEST_CLIMBS = "request_climbs"
    TWO_TRACKS = "two_tracks"
    NO_TRACK = "no_track"


_SENTENCES: Final[dict[LadderCode, tuple[str, str]]] = {
    LadderCode.NOT_TOML: ("Tệp không phải là TOML: {found}", "The file is not TOML: {found}"),
    LadderCode.UNKNOWN_FIELD: (
        "Không có trường “{found}”; các trường ở đây là {right}.",
        "There is no field “{found}”; the fields here are {right}.",
    ),
    LadderCode.MISSING_FIELD: ("Thiếu trường “{right}”.", "The field “{right}” is missing."),
    LadderCode.WRONG_KIND: (
        "“{found}” không đúng kiểu; phải có dạng {right}.",
        "“{found}” is of the wrong kind; {right} would be right.",
    ),
    LadderCode.UNKNOWN_WORD: (
        "“{found}” không có trong danh mục; chọn một trong: {right}.",
        "“{found}” is unknown; one of {right} would be right.",
    ),
    LadderCode.REPEATED_WORD: ("“{found}” được ghi hai lần.", "“{found}” stands there twice."),
    LadderCode.BAD_CODE: (
        "Mã “{found}” không hợp lệ; mã gồm chữ thường không dấu, chữ số và dấu gạch dưới, nhiều nhất 40 ký tự.",
        "“{found}” is no code; small letters a to z, digits and underscores, 40 at most, would be right.",
    ),
    LadderCode.RECEIPT_CODE: (
        "Mã “{found}” của nấc tiếp nhận phải bắt đầu bằng “{right}”: hộp nhắc việc dựa vào đó.",
        "The code “{found}” has to begin with “{right}”: what an inbox shows of receipts goes by it.",
    ),
    LadderCode.BAD_MOMENT: (
        "“{found}” không phải là thời điểm; ví dụ đúng: {right}.",
        "“{found}” is no moment; right would be such as {right}.",
    ),
    LadderCode.BAD_STRETCH: (
        "“{found}” không phải là khoảng thời gian; ví dụ đúng: {right}.",
        "“{found}” is no stretch of time; right would be such as {right}.",
    ),
    LadderCode.NOT_HERE: (
        "“{found}” không dùng được ở đây; chỉ dùng cho {right}.",
        "“{found}” has no meaning here; it belongs to {right}.",
    ),
    LadderCode.NO_BOUND: (
        "Nấc lặp lại mãi; ghi “times” từ 1 đến {right}.",
        "The step repeats without end; give “times” from 1 to {right}.",
    ),
    LadderCode.TOO_OFTEN: (
        "Lặp lại quá dày ({found}); ít nhất phải cách nhau {right}.",
        "It repeats too often ({found}); at least {right} have to lie between.",
    ),
    LadderCode.TOO_MANY: (
        "Lặp lại {found} lần là quá nhiều; nhiều nhất {right} lần.",
        "{found} repeats are too many; {right} are the most.",
    ),
    LadderCode.TWO_OF_ONE_CODE: (
        "Hai nấc cùng mã “{found}” cho cùng một độ khẩn; mỗi nấc một mã riêng.",
        "Two steps have the code “{found}” at one urgency; each wants a code of its own.",
    ),
    LadderCode.NOT_ASCENDING: (
        "Nấc đến trước khi nấc liền trước “{found}” đến (hoặc lặp lại) xong; các nấc phải xếp theo thời gian.",
        "The step may come before “{found}” has come, or come for the last time; steps are written in their order.",
    ),
    LadderCode.CLIMBS_DOWN: (
        "Nấc nhắc cấp thấp hơn nấc liền trước ({found}); phải nhắc từ {right} trở lên.",
        "The step climbs down ({found}); it has to reach {right} or higher.",
    ),
    LadderCode.SKIPS_LEVEL: (
        "Nấc nhắc vượt cấp ({found}); trước đó phải có nấc nhắc {right}.",
        "The step skips a level ({found}); one that reaches {right} has to stand before it.",
    ),
    LadderCode.COLOUR_BACK: (
        "Màu nhẹ hơn nấc liền trước ({found}); từ {right} trở đi.",
        "The colour goes back ({found}); {right} or what follows it would be right.",
    ),
    LadderCode.REQUEST_CLIMBS: (
        "Đề nghị ra ngoài hệ thống chỉ được nhắc, không được chuyển lên như mệnh lệnh ({found}); chỉ nhắc {right}.",
        "A request outside the chain of command is reminded and never escalated ({found}); it may reach {right}.",
    ),
    LadderCode.TWO_TRACKS: (
        "Hai dãy nấc cho cùng một việc ở độ khẩn “{found}”; gộp lại hoặc bỏ bớt một dãy.",
        "Two tracks are for the same at the urgency “{found}”; join them or leave one out.",
    ),
    LadderCode.NO_TRACK: (
        "Không có dãy nấc cho {right} ở độ khẩn “{found}”: việc ấy sẽ không ai được nhắc.",
        "There is no track for {right} at the urgency “{found}”: nobody would be told of it.",
    ),
}


@dataclass(frozen=True, slots=True)
class LadderFault:
    """One fault: ``place`` is such as ``tracks[2].steps[3].audience``, ``right`` what would be right."""

    code: LadderCode
    place: str
    found: str = ""
    right: str = ""

    @property
    def message(self) -> str:
        """The sentence in Vietnamese."""
        return _SENTENCES[self.code][0].format(found=self.found, right=self.right)

    @property
    def english(self) -> str:
        """The same sentence in English."""
        return _SENTENCES[self.code][1].format(found=self.found, right=self.right)


class LadderRefusedError(ValueError):
    """A ladder is not right; ``faults`` lists everything that is wrong with it."""

    def __init__(self, faults: Iterable[LadderFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{one.place}: {one.english}" for one in self.faults))
