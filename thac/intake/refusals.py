"""Why a file is turned away before it is read as a document: a closed list of codes, each with its sentences."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class FileCode(StrEnum):
    """Stable codes of refused files. A code is never renamed or given another meaning."""

    SECRET = "secret_document"  # noqa: S105 - a code, no password
    EMPTY = "empty_file"
    FILE_TOO_LARGE = "file_too_large"
    UNPACKED_TOO_LARGE = "unpacked_too_large"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_MANY_LINES = "too_many_lines"
    NESTED_TOO_DEEP = "nested_too_deep"
    TOO_COSTLY = "reading_too_costly"
    ENCRYPTED = "encrypted_file"
    BROKEN = "broken_file"
    UNSAFE_XML = "unsafe_xml"
    SCANNED = "scanned"
    GARBLED = "garbled_text"
    OLD_WORD = "old_word_format"
    OTHER_WORD_PROCESSOR = "other_word_processor"
    SPREADSHEET = "spreadsheet"
    IMAGE = "image"
    ARCHIVE = "archive"
    PROGRAM = "program"
    UNKNOWN_FORMAT = "unknown_format"
    UNKNOWN_ENCODING = "unknown_encoding"


_SENTENCES: Final[dict[FileCode, tuple[str, str]]] = {
    FileCode.SECRET: (
        (
            "Văn bản có dấu chỉ độ mật. Hệ thống không tiếp nhận văn bản Mật, Tối mật, Tuyệt mật và không lưu lại gì. "
            "Hãy xử lý văn bản này theo quy định về bảo vệ bí mật nhà nước."
        ),
        (
            "The document bears a mark of secrecy. Documents marked Mật, Tối mật, Tuyệt mật are not taken in; nothing "
            "of this one was kept. Handle it by the rules for state secrets."
        ),
    ),
    FileCode.EMPTY: (
        "Tệp không có nội dung.",
        "There is nothing in the file.",
    ),
    FileCode.FILE_TOO_LARGE: (
        "Tệp lớn hơn {limit} MB. Hãy gửi riêng văn bản chính, không kèm ảnh hoặc tài liệu khác.",
        "The file is larger than {limit} MB. Send the document itself, without pictures or other papers.",
    ),
    FileCode.UNPACKED_TOO_LARGE: (
        "Tệp nén khi mở ra vượt giới hạn cho phép. Hãy lưu lại văn bản bằng phần mềm soạn thảo rồi gửi.",
        "The file becomes larger than allowed when it is unpacked. Save the document anew and send that.",
    ),
    FileCode.TOO_MANY_PAGES: (
        "Tệp có {pages} trang, tối đa {limit} trang. Hãy gửi riêng văn bản chính.",
        "The file has {pages} pages, {limit} at most. Send the main document alone.",
    ),
    FileCode.TOO_MANY_LINES: (
        "Văn bản dài hơn {limit} dòng hoặc {characters} ký tự. Hãy gửi riêng văn bản chính.",
        "The text is longer than {limit} lines or {characters} characters. Send the main document alone.",
    ),
    FileCode.NESTED_TOO_DEEP: (
        "Các bảng hoặc phần tử trong tệp lồng nhau quá nhiều lớp. Hãy lưu lại văn bản với bố cục đơn giản hơn.",
        "Tables or elements of the file stand inside each other too deep. Save the document with a simpler layout.",
    ),
    FileCode.TOO_COSTLY: (
        "Đọc tệp này cần nhiều thời gian hoặc bộ nhớ hơn mức cho phép. Hãy lưu lại văn bản rồi gửi, hoặc dán nội dung.",
        "Reading the file takes more time or memory than allowed. Save the document anew, or paste its text.",
    ),
    FileCode.ENCRYPTED: (
        "Tệp được đặt mật khẩu nên không đọc được. Hãy bỏ mật khẩu rồi gửi lại.",
        "The file is protected by a password and cannot be read. Remove the password and send it again.",
    ),
    FileCode.BROKEN: (
        "Tệp bị hỏng hoặc không đầy đủ. Hãy mở tệp để kiểm tra, lưu lại rồi gửi.",
        "The file is damaged or incomplete. Open it to see, save it anew and send that.",
    ),
    FileCode.UNSAFE_XML: (
        "Tệp chứa khai báo XML mà phần mềm soạn thảo không tạo ra, nên không được đọc.",
        "The file holds XML declarations that no word processor writes, so it is not read.",
    ),
    FileCode.SCANNED: (
        (
            "Tệp PDF là bản chụp, không có lớp chữ (trang {pages}), nên không đọc được gì, kể cả dấu chỉ độ mật. "
            "Nếu văn bản không mật, hãy gửi bản .docx, bản PDF xuất từ phần mềm soạn thảo, hoặc dán nội dung."
        ),
        (
            "The PDF is a scan without a text layer (page {pages}): neither its text nor a stamp of secrecy can be "
            "read. If the document is not secret, send its .docx, a PDF made by a word processor, or paste the text."
        ),
    ),
    FileCode.GARBLED: (
        (
            "Chữ trong tệp không phải Unicode (có thể dùng phông cũ như .VnTime, VNI-Times) nên không đọc được. "
            "Hãy chuyển văn bản sang Unicode rồi gửi lại."
        ),
        (
            "The letters in the file are not Unicode (perhaps of old fonts such as .VnTime or VNI-Times). Convert the "
            "document to Unicode and send it again."
        ),
    ),
    FileCode.OLD_WORD: (
        "Đây là tệp Word định dạng cũ (.doc, .rtf hoặc XML). Hãy mở bằng Word, lưu thành .docx rồi gửi.",
        "This is a Word file of an old format (.doc, .rtf or XML). Open it in Word, save it as .docx and send that.",
    ),
    FileCode.OTHER_WORD_PROCESSOR: (
        "Đây là tệp của phần mềm soạn thảo khác (ví dụ .odt). Hãy lưu thành .docx rồi gửi.",
        "This is a file of another word processor (such as .odt). Save it as .docx and send that.",
    ),
    FileCode.SPREADSHEET: (
        "Đây là bảng tính hoặc trang trình chiếu, không phải văn bản. Hãy gửi tệp .docx, .pdf hoặc dán nội dung.",
        "This is a spreadsheet or a presentation, no document. Send a .docx, a .pdf, or paste the text.",
    ),
    FileCode.IMAGE: (
        (
            "Đây là tệp ảnh, không có chữ để đọc, kể cả dấu chỉ độ mật. "
            "Nếu văn bản không mật, hãy gửi bản .docx, bản PDF có lớp chữ, hoặc dán nội dung."
        ),
        (
            "This is a picture: neither its text nor a stamp of secrecy can be read. If the document is not secret, "
            "send its .docx, a PDF with a text layer, or paste the text."
        ),
    ),
    FileCode.ARCHIVE: (
        "Đây là tệp nén. Hãy giải nén và gửi từng văn bản.",
        "This is an archive. Unpack it and send the documents one by one.",
    ),
    FileCode.PROGRAM: (
        "Đây là tệp chương trình, không phải văn bản.",
        "This is a program, no document.",
    ),
    FileCode.UNKNOWN_FORMAT: (
        "Không nhận ra định dạng của tệp. Hãy gửi tệp .docx, .pdf có lớp chữ, .html hoặc văn bản thuần (.txt).",
        "The format of the file is not known. Send a .docx, a .pdf with a text layer, an .html or plain text (.txt).",
    ),
    FileCode.UNKNOWN_ENCODING: (
        "Tệp văn bản không dùng bảng mã Unicode. Hãy lưu lại với bảng mã UTF-8 rồi gửi.",
        "The text is not in Unicode. Save it as UTF-8 and send that.",
    ),
}


@dataclass(frozen=True, slots=True)
class FileRefusal:
    """Why a file is turned away. It repeats nothing that stands in the file.

    ``facts`` are the numbers in its sentences.
    """

    code: FileCode
    message: str
    english: str
    facts: tuple[tuple[str, str], ...] = ()


def refusal(code: FileCode, /, **facts: object) -> FileRefusal:
    """The refusal of that code with its sentences filled in."""
    vietnamese, english = _SENTENCES[code]
    said = tuple((name, str(value)) for name, value in facts.items())
    return FileRefusal(code, vietnamese.format(**facts), english.format(**facts), said)


class FileRefusedError(Exception):
    """A file is not read; nothing of it was kept."""

    def __init__(self, code: FileCode, /, **facts: object) -> None:
        self.refusal = refusal(code, **facts)
        super().__init__(self.refusal.english)
