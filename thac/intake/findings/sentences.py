"""What each finding says in Vietnamese and English, how it binds, and what a clerk can do."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from thac.intake.draft import Severity
from thac.intake.finding_codes import Code


@dataclass(frozen=True, slots=True)
class Sentence:
    """What a finding says and what there is to do, each in Vietnamese and English; facts stand in braces."""

    severity: Severity
    says: tuple[str, str]
    do: tuple[str, str]


_VIOLATION, _CONFLICT, _WARNING, _INFO = Severity.VIOLATION, Severity.CONFLICT, Severity.WARNING, Severity.INFO

SENTENCES: Mapping[Code, Sentence] = MappingProxyType(
    {
        Code.ISSUED_ELSEWHERE: Sentence(
            _VIOLATION,
            ("Văn bản do {other} ban hành, không phải {own}.", "The document was issued by {other}, not by {own}."),
            (
                "Mỗi cơ quan chỉ ban hành văn bản của mình; nếu tên bị đọc sai, hãy sửa (issuing_body).",
                "An agency launches what it issued itself; if the name was misread, correct issuing_body.",
            ),
        ),
        Code.NO_TASK: Sentence(
            _VIOLATION,
            ("Văn bản không có nhiệm vụ nào để giao và theo dõi.", "The document has no task to give out and follow."),
            ("Ghi nhiệm vụ, hoặc không ban hành qua hệ thống.", "Enter a task, or do not launch it here."),
        ),
        Code.NO_LEAD: Sentence(
            _VIOLATION,
            ("{place}: chưa nêu cơ quan chủ trì.", "{item}: no lead agency is named."),
            (
                "Ghi đúng một cơ quan chủ trì, hoặc giao cho từng nơi nhận, hoặc chuyển sang không theo dõi.",
                "Name exactly one lead, or give it to each recipient, or set it untracked.",
            ),
        ),
        Code.TWO_LEADS: Sentence(
            _VIOLATION,
            ("{place}: {count} cơ quan cùng chủ trì ({leads}).", "{item}: {count} agencies lead jointly ({leads})."),
            (
                "Một việc chỉ giao một cơ quan chủ trì (Kết luận số 226-KL/TW): chọn một, hoặc tách việc.",
                "One task has one lead only (Conclusion 226-KL/TW): choose one, or split the task.",
            ),
        ),
        Code.ONLY_COORDINATORS: Sentence(
            _VIOLATION,
            ("{place}: chỉ nêu cơ quan phối hợp ({leads}).", "{item}: only coordinators are named ({leads})."),
            (
                "Ghi cơ quan chủ trì, hoặc chuyển sang không theo dõi.",
                "Name the lead, or set it untracked.",
            ),
        ),
        Code.LEAD_UNRESOLVED: Sentence(
            _VIOLATION,
            (
                "{place}: “{name}” là cách gọi chung, chưa rõ là cơ quan nào.",
                "{item}: “{name}” is a role and does not say which agency.",
            ),
            (
                "Ghi rõ cơ quan, tách việc, hoặc chuyển sang không theo dõi.",
                "Name the agency, split the task, or set it untracked.",
            ),
        ),
        Code.LEAD_UNKNOWN: Sentence(
            _VIOLATION,
            ("{place}: không có cơ quan “{name}” trong danh mục.", "{item}: the directory has no agency “{name}”."),
            (
                "Chọn tên đúng, hoặc bổ sung cơ quan vào danh mục, hoặc chuyển sang không theo dõi.",
                "Choose the right name, add the agency to the directory, or set the task untracked.",
            ),
        ),
        Code.LEAD_AMBIGUOUS: Sentence(
            _VIOLATION,
            ("{place}: “{name}” có thể là {count} cơ quan.", "{item}: “{name}” may be any of {count} agencies."),
            ("Chọn cơ quan được giao.", "Choose the one that is meant."),
        ),
        Code.GROUP_UNCLEAR: Sentence(
            _VIOLATION,
            (
                "{place}: “{name}” chưa rõ gồm những cơ quan nào.",
                "{item}: “{name}” does not say which agencies belong to it.",
            ),
            (
                "Chọn từng cơ quan được giao, hoặc chuyển sang không theo dõi.",
                "Choose the agencies one by one, or set the task untracked.",
            ),
        ),
        Code.NO_RECIPIENT: Sentence(
            _VIOLATION,
            ("{place}: “{name}” không có cơ quan nào trong danh mục.", "{item}: nobody in the directory is “{name}”."),
            (
                "Bổ sung vào danh mục, chọn nơi nhận khác, hoặc chuyển sang không theo dõi.",
                "Add them to the directory, choose other recipients, or set the task untracked.",
            ),
        ),
        Code.LEAD_IS_ISSUER: Sentence(
            _VIOLATION,
            (
                "{place}: “{name}” là chính cơ quan ban hành, không thể tự giao việc cho mình.",
                "{item}: “{name}” is the issuer itself, which cannot be given its own task.",
            ),
            (
                "Ghi đơn vị trực thuộc chịu trách nhiệm, hoặc chuyển sang không theo dõi.",
                "Name the subordinate that answers for it, or set it untracked.",
            ),
        ),
        Code.ORDER_SKIPS_LEVEL: Sentence(
            _VIOLATION,
            (
                "{place}: “{name}” không trực thuộc cơ quan ban hành mà thuộc cấp dưới.",
                "{item}: “{name}” stands below a subordinate of the issuer, not directly below the issuer.",
            ),
            ("Giao cho cơ quan cấp trên trực tiếp của nơi đó.", "Give the task to the superior in between."),
        ),
        Code.ORDER_OUTSIDE_CHAIN: Sentence(
            _VIOLATION,
            (
                "{place}: “{name}” không thuộc quyền chỉ đạo của cơ quan ban hành.",
                "{item}: “{name}” is not under the issuer's command.",
            ),
            (
                "Chuyển thành đề nghị, hoặc ghi cơ quan trực thuộc chủ trì.",
                "Make it a request, or name a subordinate as lead.",
            ),
        ),
        Code.REQUEST_MIXED: Sentence(
            _VIOLATION,
            (
                "{place}: đề nghị gửi cả cơ quan trực thuộc lẫn cơ quan ngoài hệ thống.",
                "{item}: one request to both subordinates and bodies outside the chain of command.",
            ),
            (
                "Tách thành một việc giao và một đề nghị.",
                "Split it into an order and a request.",
            ),
        ),
        Code.LEAD_AMONG_COORDINATORS: Sentence(
            _VIOLATION,
            ("{place}: “{name}” vừa chủ trì vừa phối hợp.", "{item}: “{name}” is both lead and coordinator."),
            ("Bỏ một trong hai vai trò.", "Keep one of the two."),
        ),
        Code.DEADLINE_BEFORE_ISSUE: Sentence(
            _VIOLATION,
            (
                "{place}: thời hạn {day} trước ngày ban hành {issued}.",
                "{item}: the deadline {day} lies before the date of issue {issued}.",
            ),
            ("Sửa thời hạn, hoặc bỏ thời hạn.", "Correct the deadline, or remove it."),
        ),
        Code.DEADLINE_TOO_FAR: Sentence(
            _VIOLATION,
            (
                "{place}: thời hạn {day} cách ngày ban hành hơn 10 năm.",
                "{item}: the deadline {day} lies more than ten years after the date of issue.",
            ),
            ("Sửa thời hạn, hoặc bỏ thời hạn.", "Correct the deadline, or remove it."),
        ),
        Code.DEADLINE_AFTER_PARENT: Sentence(
            _CONFLICT,
            (
                "{place}: thời hạn “{words}” muộn hơn thời hạn “{above}” của văn bản cấp trên.",
                "{item}: the deadline “{words}” is later than that of the document above, “{above}”.",
            ),
            (
                "Rút ngắn thời hạn, hoặc nêu lý do khi ban hành.",
                "Bring the deadline forward, or give the reason at launch.",
            ),
        ),
        Code.TARGET_WEAKENED: Sentence(
            _CONFLICT,
            (
                "{place}: chỉ tiêu “{words}” thấp hơn chỉ tiêu “{above}” của văn bản cấp trên.",
                "{item}: the target “{words}” is weaker than that of the document above, “{above}”.",
            ),
            ("Giữ chỉ tiêu của cấp trên.", "Keep the target from above."),
        ),
        Code.TWO_LEADS_FOR_ONE_MATTER: Sentence(
            _CONFLICT,
            (
                "{place}: cùng nội dung với {other} nhưng giao cho cơ quan khác.",
                "{item}: the same matter as {other_item}, given to another agency.",
            ),
            ("Giữ một việc với một cơ quan chủ trì.", "Keep one task with one lead."),
        ),
        Code.DEADLINE_DROPPED: Sentence(
            _WARNING,
            (
                "{place}: văn bản cấp trên có thời hạn “{above}”, ở đây không ghi.",
                "{item}: the document above sets the deadline “{above}”; none is given here.",
            ),
            ("Ghi thời hạn không muộn hơn cấp trên.", "Set a deadline no later than that one."),
        ),
        Code.TARGET_DROPPED: Sentence(
            _WARNING,
            (
                "Chỉ tiêu “{above}” của văn bản cấp trên không có trong văn bản này.",
                "The target “{above}” of the document above is missing here.",
            ),
            ("Bổ sung chỉ tiêu nếu thuộc trách nhiệm của mình.", "Add it if it is the issuer's to reach."),
        ),
        Code.ORDERED_TWICE: Sentence(
            _WARNING,
            ("{place}: trùng nội dung với {other}.", "{item}: the same matter as {other_item}."),
            ("Gộp hai việc, hoặc chuyển một việc sang không theo dõi.", "Merge the two, or set one untracked."),
        ),
        Code.UNSURE_READING: Sentence(
            _WARNING,
            ("{place}: hệ thống đọc chưa chắc {fields}.", "{item}: {fields_english} may have been misread."),
            ("Đối chiếu với văn bản.", "Compare with the document."),
        ),
        Code.ISSUER_UNKNOWN: Sentence(
            _WARNING,
            (
                "Chưa xác định được cơ quan ban hành trong danh mục{name}.",
                "The issuer was not found in the directory{name}.",
            ),
            (
                "Chọn cơ quan ban hành; sau đó nơi được giao mới được kiểm tra.",
                "Choose the issuer; only then can it be checked who may be given work.",
            ),
        ),
        Code.RECIPIENT_LEFT_OUT: Sentence(
            _WARNING,
            (
                "{place}: “{name}” chưa xác định được nên sẽ không nhận việc này.",
                "{item}: “{name}” could not be determined and will not receive this task.",
            ),
            (
                "Chọn từng cơ quan, hoặc bổ sung vào danh mục.",
                "Choose the agencies one by one, or add them to the directory.",
            ),
        ),
        Code.COORDINATOR_UNKNOWN: Sentence(
            _WARNING,
            (
                "{place}: không xác định được cơ quan phối hợp “{name}” trong danh mục.",
                "{item}: the coordinator “{name}” was not found in the directory.",
            ),
            (
                "Chọn tên đúng, hoặc bổ sung vào danh mục.",
                "Choose the right name, or add the agency to the directory.",
            ),
        ),
        Code.DEADLINE_PAST: Sentence(
            _WARNING,
            ("{place}: thời hạn {day} đã qua.", "{item}: the deadline {day} has passed."),
            ("Kiểm tra lại thời hạn.", "Check the deadline."),
        ),
        Code.DEADLINE_VAGUE: Sentence(
            _WARNING,
            (
                "{place}: thời hạn “{words}” không có ngày cụ thể.",
                "{item}: the deadline “{words}” names no day.",
            ),
            (
                "Ghi ngày cụ thể; nếu không, việc được theo dõi như không thời hạn.",
                "Give a day; otherwise the task is followed as one without a deadline.",
            ),
        ),
        Code.DEADLINE_NOT_FOLLOWED: Sentence(
            _WARNING,
            (
                "{place}: thời hạn “{words}” không theo dõi được đúng như văn bản; {instead}.",
                "{item}: the deadline “{words}” cannot be followed as it is worded; {instead_english}.",
            ),
            ("Sửa thời hạn nếu cần.", "Correct it where that matters."),
        ),
        Code.REPORT_WITHOUT_DAY: Sentence(
            _WARNING,
            (
                "{place}: yêu cầu báo cáo “{words}” nhưng không ghi ngày gửi.",
                "{item}: a report is asked for (“{words}”) without a day.",
            ),
            ("Ghi ngày gửi báo cáo.", "Give the day on which it is due."),
        ),
        Code.SUMMARY_BEFORE_REPORTS: Sentence(
            _WARNING,
            (
                "{place}: báo cáo tổng hợp đến hạn trước báo cáo cần tổng hợp ở {other}.",
                "{item}: the summary is due before the reports it collects, {other_item}.",
            ),
            ("Sửa một trong hai thời hạn.", "Correct one of the two deadlines."),
        ),
        Code.RECIPIENT_MISSING: Sentence(
            _WARNING,
            (
                "{place}: “{name}” được giao việc nhưng không có trong phần kính gửi, nơi nhận.",
                "{item}: “{name}” has a task but is not among addressees and copies.",
            ),
            ("Bổ sung vào nơi nhận.", "Add it to the recipients."),
        ),
        Code.DATE_BLANK: Sentence(
            _WARNING,
            ("Ngày ban hành chưa đầy đủ.", "The date of issue is not complete."),
            (
                "Ghi ngày ban hành (issued_on); thiếu ngày này thì chưa ban hành được.",
                "Enter it (issued_on); without it the document cannot be launched.",
            ),
        ),
        Code.PAGES_UNREAD: Sentence(
            _WARNING,
            (
                "Trang {pages} là ảnh chụp nên hệ thống không đọc được nội dung, kể cả chữ trên con dấu.",
                "{pages_english} a picture of paper: nothing on it was read, nor the words of a stamp.",
            ),
            (
                "Xem trang đó: có phải nhiệm vụ, phụ lục hay dấu chỉ mức độ mật không? Bổ sung nhiệm vụ nếu thiếu.",
                "Look at it: does it hold tasks, an appendix or a mark of secrecy? Add the tasks that are missing.",
            ),
        ),
        Code.IMPLEMENTS_UNKNOWN: Sentence(
            _WARNING,
            (
                "Chưa rõ văn bản này triển khai văn bản nào của cấp trên.",
                "It is not clear which document from above this one carries out.",
            ),
            (
                "Ghi số, ký hiệu văn bản được triển khai, nếu có.",
                "Give the number and symbol of the document that is carried out, if there is one.",
            ),
        ),
        Code.IMPLEMENTS_RUNNING: Sentence(
            _WARNING,
            (
                "Văn bản triển khai {name} đang thực hiện (mã {id}); nhiệm vụ đang mở của cơ quan: {tasks}.",
                "The document implements the running {name} (id {id}); open there: {tasks}.",
            ),
            (
                "Hãy ghi parent và implements nếu là kế hoạch riêng, hoặc independent nếu giao việc độc lập.",
                "Name it as parent with what each task implements, or say that the draft is independent.",
            ),
        ),
        Code.SYMBOL_INCONSISTENT: Sentence(
            _WARNING,
            (
                "“{name}” và “{other}” cùng số, cùng ngày nhưng khác loại văn bản.",
                "“{name}” and “{other}” have the same number and date but differ in type.",
            ),
            ("Kiểm tra lại ký hiệu.", "Check the symbol."),
        ),
        Code.SYMBOL_TWICE: Sentence(
            _WARNING,
            ("Ký hiệu “{name}” chỉ hai văn bản khác nhau{why}.", "The symbol “{name}” stands for two documents{why}."),
            ("Kiểm tra lại ngày và cơ quan ban hành.", "Check date and issuer."),
        ),
        Code.NO_DEADLINE: Sentence(
            _INFO,
            (
                "{count}/{total} nhiệm vụ theo dõi không có thời hạn.",
                "{count} of {total} tracked tasks have no deadline.",
            ),
            (
                "Không cần sửa: việc không thời hạn được nhắc sau {days} ngày không có báo cáo.",
                "Nothing has to be done: such a task is called for after {days} days without a report.",
            ),
        ),
        Code.SEVERAL_DATES: Sentence(
            _INFO,
            (
                "{place}: có nhiều mốc thời gian; hệ thống theo dõi mốc cuối, {day}.",
                "{item}: there are several dates; the last one, {day}, is followed.",
            ),
            ("Tách việc nếu cần theo dõi từng mốc.", "Split the task to follow each date."),
        ),
        Code.EVENT_WITHOUT_DAYS: Sentence(
            _INFO,
            (
                "{place}: thời hạn tính theo sự kiện “{words}” nhưng không ghi số ngày.",
                "{item}: the deadline depends on an event (“{words}”) without a number of days.",
            ),
            (
                "Ghi số ngày; nếu không, việc được theo dõi như không thời hạn.",
                "Give the days; otherwise the task is followed as one without a deadline.",
            ),
        ),
        Code.REQUEST_INSIDE: Sentence(
            _INFO,
            (
                "{place}: “{name}” trực thuộc cơ quan ban hành, nên “đề nghị” được hiểu là giao việc.",
                "{item}: “{name}” is a subordinate, so that the request counts as an order.",
            ),
            ("Không cần sửa.", "Nothing has to be done."),
        ),
        Code.COORDINATORS_UNCLEAR: Sentence(
            _INFO,
            (
                "{count} cách gọi chung ở phần phối hợp không chỉ rõ cơ quan nào ({names}).",
                "{count} collective names among the coordinators do not say which agencies are meant ({names}).",
            ),
            (
                "Ghi rõ cơ quan nếu muốn theo dõi việc phối hợp.",
                "Name the agencies if their part is to be followed.",
            ),
        ),
        Code.NUMBER_BLANK: Sentence(
            _INFO,
            ("Văn bản chưa có số.", "The document has no number yet."),
            ("Ghi số khi đăng ký; có thể ban hành trước.", "Enter it when it is registered; launching can come first."),
        ),
        Code.SUBJECT_BLANK: Sentence(
            _INFO,
            ("Không đọc được trích yếu.", "No subject was found."),
            ("Ghi trích yếu.", "Enter the subject."),
        ),
        Code.PICTURES_UNREAD: Sentence(
            _INFO,
            (
                "Văn bản có {count} hình ảnh; hệ thống không đọc được chữ trong ảnh, kể cả trên con dấu.",
                "The document has {count} picture(s); words in pictures, stamps among them, were not read.",
            ),
            (
                "Xem ảnh có nhiệm vụ hay dấu chỉ mức độ mật, độ khẩn không; nếu chỉ là chữ ký, biểu trưng thì bỏ qua.",
                "Look whether one holds a task or a mark of secrecy or urgency; signatures and emblems need nothing.",
            ),
        ),
    }
)
