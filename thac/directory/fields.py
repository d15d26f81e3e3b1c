"""Which fields of work exist: the closed vocabulary in which agencies say what they answer for."""

from enum import StrEnum


class Field(StrEnum):
    """A field of state management (lĩnh vực) that one unit of an administration answers for.

    The cut follows the departments and commune units of Decree 150/2025/NĐ-CP: two codes are kept apart as soon as some
    level gives them to different units.
    """

    INTERNAL_AFFAIRS = "internal_affairs"
    ADMINISTRATIVE_REFORM = "administrative_reform"
    OFFICE_DOCUMENTS = "office_documents"
    JUSTICE = "justice"
    EXTERNAL_AFFAIRS = "external_affairs"
    INSPECTION = "inspection"
    FINANCE = "finance"
    ECONOMY = "economy"
    INDUSTRY_TRADE = "industry_trade"
    AGRICULTURE_ENVIRONMENT = "agriculture_environment"
    RURAL_DEVELOPMENT = "rural_development"
    LAND = "land"
    CONSTRUCTION_INFRASTRUCTURE = "construction_infrastructure"
    SCIENCE_TECHNOLOGY = "science_technology"
    DIGITAL_TRANSFORMATION = "digital_transformation"
    CULTURE_SPORTS_TOURISM = "culture_sports_tourism"
    INFORMATION_PROPAGANDA = "information_propaganda"
    EDUCATION = "education"
    HEALTH = "health"
    LABOUR = "labour"
    SOCIAL_PROTECTION = "social_protection"
    ETHNIC_RELIGION = "ethnic_religion"
    PUBLIC_SERVICE = "public_service"
    DEFENCE_SECURITY = "defence_security"

    @property
    def vietnamese(self) -> str:
        """The field as officials call it."""
        return _VIETNAMESE[self]


_VIETNAMESE = {
    Field.INTERNAL_AFFAIRS: "Nội vụ, tổ chức bộ máy",
    Field.ADMINISTRATIVE_REFORM: "Cải cách hành chính, kỷ luật hành chính",
    Field.OFFICE_DOCUMENTS: "Văn phòng, văn bản, hội nghị",
    Field.JUSTICE: "Tư pháp, hộ tịch",
    Field.EXTERNAL_AFFAIRS: "Đối ngoại",
    Field.INSPECTION: "Thanh tra, tiếp công dân",
    Field.FINANCE: "Tài chính, ngân sách",
    Field.ECONOMY: "Kế hoạch, đầu tư, doanh nghiệp",
    Field.INDUSTRY_TRADE: "Công thương",
    Field.AGRICULTURE_ENVIRONMENT: "Nông nghiệp và môi trường",
    Field.RURAL_DEVELOPMENT: "Nông thôn mới, giảm nghèo",
    Field.LAND: "Đất đai",
    Field.CONSTRUCTION_INFRASTRUCTURE: "Xây dựng, hạ tầng, giao thông",
    Field.SCIENCE_TECHNOLOGY: "Khoa học và công nghệ",
    Field.DIGITAL_TRANSFORMATION: "Chuyển đổi số",
    Field.CULTURE_SPORTS_TOURISM: "Văn hóa, thể thao, du lịch",
    Field.INFORMATION_PROPAGANDA: "Thông tin, tuyên truyền",
    Field.EDUCATION: "Giáo dục và đào tạo",
    Field.HEALTH: "Y tế",
    Field.LABOUR: "Lao động, việc làm, người có công",
    Field.SOCIAL_PROTECTION: "Bảo trợ xã hội, trẻ em",
    Field.ETHNIC_RELIGION: "Dân tộc, tôn giáo",
    Field.PUBLIC_SERVICE: "Phục vụ hành chính công",
    Field.DEFENCE_SECURITY: "Quốc phòng, an ninh",
}
