"""How a problem looks in the description of the API."""

from functools import cache
from typing import Any, Final

from pydantic import Field

from api.errors import MEDIA_TYPE
from api.schemas.words import Output


class Problem(Output):
    """Problem details (RFC 9457). ``code`` is stable; ``detail`` is the sentence for the person."""

    type: str = Field(examples=["urn:thac:problem:wrong_state"])
    title: str
    status: int
    code: str = Field(examples=["wrong_state"])
    detail: str
    detail_en: str
    errors: list[dict[str, str]] | None = Field(
        default=None, description="Từng lỗi: code, detail, detail_en, pointer (RFC 6901). · What is wrong, one by one."
    )


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problems a route may answer with, for its description; 401 and 503 always among them."""
    content = {MEDIA_TYPE: {"schema": _schema()}}
    return {status: {"description": _MEANINGS[status], "content": content} for status in sorted({401, 503, *statuses})}


@cache
def _schema() -> dict[str, Any]:
    return Problem.model_json_schema()


_MEANINGS: Final = {
    400: "JSON sai cú pháp · Broken JSON",
    401: "Thiếu hoặc sai mã truy cập · Token missing or wrong",
    403: "Không có quyền · Not allowed",
    404: "Không tìm thấy trong phạm vi của bạn · Not found within your scope",
    409: "Không phù hợp với trạng thái hiện tại · Does not fit the present state",
    413: "Nội dung quá lớn · Body too large",
    422: "Nội dung chưa đúng · Not valid",
    503: "Chưa lưu được hoặc tạm thời không trả lời; gửi lại sau Retry-After giây · Not saved, or away; send again",
}
