"""A store of the first revision, with data, becomes one of the second and forgets nothing."""

import sqlalchemy as sa
from alembic import command

from tests.places import Place
from thac.domain.agencies import PostRole
from thac.domain.directory_changes import ChangeKind
from thac.store import access, directory, migrate
from thac.store.directory_journal import differences, journal
from thac.store.engine import open_engines
from thac.store.queries.pages import Window

_ROWS = """
INSERT INTO agencies (id, level, name, parent, path, fields, aliases, auto_allocate) VALUES
 ('TW', 'central', 'Trung ương', NULL, 'TW/', '[]', '["Chính phủ"]', true),
 ('33', 'province', 'UBND tỉnh', 'TW', 'TW/33/', '[]', '[]', true),
 ('12745', 'commune', 'UBND xã  Bắc Đông Quan', '33', 'TW/33/12745/', '[]', '[" Bắc Đông Quan"]', false);
INSERT INTO posts (agency, role, title, holder) VALUES
 ('33', 'chair', 'Chủ tịch UBND tỉnh', NULL),
 ('12745', 'chair', 'Chủ tịch UBND xã  Bắc Đông Quan', 'Lê Văn C');
INSERT INTO directory_journal (version, at, by, change) VALUES
 (1, '2026-11-01 01:00:00.000000+00:00', 'thac', '{"installed": 3}'),
 (2, '2026-11-02 18:00:00.000000+00:00', 'test',
  '{"post": "chair@12745", "holder": {"from": "chu-tich.12745", "to": null}}'),
 (3, '2026-11-09 01:00:00.000000+00:00', 'test', '{"post": "chair@12745", "holder": {"from": null, "to": "Lê Văn C"}}');
INSERT INTO tokens (digest, agency, role, name, created_at) VALUES
 ('aa', '33', 'office', 'Văn thư', '2026-11-01 01:00:00.000000+00:00');
"""


def _up_to(connection: sa.Connection, revision: str) -> None:
    config = migrate._config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def test_a_store_of_the_first_revision_keeps_its_directory_and_its_past(place: Place) -> None:
    """Holders named before the change are had back by the version in which they held their posts."""
    engines = open_engines(place.empty())
    with engines.write.begin() as connection:
        _up_to(connection, "0001")
        zoned = connection.dialect.name == "postgresql"
        for statement in filter(str.strip, _ROWS.split(";\n")):
            connection.exec_driver_sql(statement if zoned else statement.replace("+00:00", ""))
    migrate.upgrade(engines.write)
    with engines.read.connect() as connection:
        tree = directory.load(connection)
        assert (tree.version, len(tree), tree["12745"].auto_allocate) == (3, 3, False)
        assert tree["12745"].name == "UBND xã Bắc Đông Quan"
        assert tree["12745"].aliases == ("Bắc Đông Quan",)
        holders = []
        for version in (1, 2, 3):
            post = directory.as_it_stood(connection, tree, version).post("12745", PostRole.CHAIR)
            assert post is not None
            assert (post.acting, post.dated) == (False, False)
            holders.append(post.holder)
        assert holders == ["chu-tich.12745", None, "Lê Văn C"]
        kinds = [(one.kind, str(one.effective_on), one.agencies) for one in journal(connection, Window()).items]
        assert kinds == [
            (ChangeKind.POST, "2026-11-09", 0),
            (ChangeKind.POST, "2026-11-03", 0),
            (ChangeKind.INSTALL, "2026-11-01", 3),
        ]
        (one,) = differences(connection, 2, Window()).items
        assert (one.before, one.after) == ({"holder": "chu-tich.12745"}, {"holder": None})
        assert [account.person for account in access.accounts(connection)] == ["Văn thư"]
    engines.dispose()
