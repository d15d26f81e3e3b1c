"""A bundle verifies offline, and whatever was done to it is named."""

import hashlib
import json
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.auditing.conftest import NOW
from tests.store.faults import run
from thac.auditing.bundle_format import MANIFEST, BundleError, Selection, manifest_of, seal_of
from thac.auditing.exporting import Exported, export
from thac.auditing.verifying import Limits, Verified, verify
from thac.domain.findings import Code
from thac.domain.ledger import link
from thac.store.engine import Engines

COMMUNE, ALERTS = "ledgers/d1/00001.jsonl", "rows/alerts.jsonl"
Files = dict[str, bytes]


@pytest.fixture
def bundle(store: Engines, tmp_path: Path) -> Path:
    """Everything that the store holds."""
    export(store.read, tmp_path / "bundle.zip", Selection(), NOW)
    return tmp_path / "bundle.zip"


def files_of(bundle: Path) -> Files:
    with zipfile.ZipFile(bundle) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def written(bundle: Path, files: Files) -> Path:
    """A bundle of those files, beside the other one."""
    changed = bundle.with_name("changed.zip")
    with zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return changed


def resealed(files: Files) -> Files:
    """The files with a manifest that agrees with them again, as a forger would make it."""
    manifest = json.loads(files[MANIFEST])
    for member in manifest["members"]:
        data = files[member["name"]]
        member |= {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    return files | {MANIFEST: json.dumps(manifest).encode()}


def codes(verified: Verified) -> set[Code]:
    return {one.code for one in verified.report}


def told(verified: Verified) -> str:
    return "\n".join(f"{one.code} {one.docket} {one.seq} {one.english}" for one in verified.report)


def lines(data: bytes) -> list[dict[str, object]]:
    return [json.loads(line) for line in data.splitlines()]


def joined(rows: list[dict[str, object]]) -> bytes:
    return b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)


def test_a_bundle_verifies_with_nothing_but_the_file(bundle: Path) -> None:
    verified = verify(bundle)
    assert told(verified) == ""
    report = verified.report
    assert (report.dockets, report.events, report.alerts) == (6, 124, 90)
    assert verified.manifest.made_at == NOW


def test_what_was_wrong_in_the_store_is_wrong_in_the_bundle(store: Engines, tmp_path: Path) -> None:
    """The sums of the files agree; the audit goes through what they hold."""
    run(store, "DELETE FROM alerts WHERE key = (SELECT min(key) FROM alerts WHERE docket = 'cascade/d1/00001')")
    run(store, "UPDATE dispositions SET reason = 'khác' WHERE key = 'k1' AND seq = 1")
    export(store.read, tmp_path / "wrong.zip", Selection(), NOW)
    assert codes(verify(tmp_path / "wrong.zip")) == {Code.ALERT_MISSING, Code.RECORD_ALTERED}


def test_the_same_store_gives_the_same_bytes(store: Engines, bundle: Path, tmp_path: Path) -> None:
    """But for the moment that the manifest states."""
    export(store.read, tmp_path / "again.zip", Selection(), NOW)
    assert (tmp_path / "again.zip").read_bytes() == bundle.read_bytes()
    export(store.read, tmp_path / "later.zip", Selection(), NOW + timedelta(hours=1))
    one, other = files_of(bundle), files_of(tmp_path / "later.zip")
    assert [name for name in one if one[name] != other[name]] == [MANIFEST]


def _flip_every(bundle: Path, step: int) -> list[bytes]:
    data = bundle.read_bytes()
    return [data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :] for at in range(0, len(data), step)]


@pytest.mark.slow
def test_no_flipped_bit_goes_unseen(bundle: Path, tmp_path: Path) -> None:
    """Wherever it is: in what is packed, in the names, in the manifest. What zip does not use may differ."""
    changed, unseen = tmp_path / "flipped.zip", 0
    original = files_of(bundle)
    for data in _flip_every(bundle, 701):
        changed.write_bytes(data)
        try:
            verified = verify(changed)
        except BundleError:
            continue
        if verified.report.clean:
            assert files_of(changed) == original  # a time stamp or a right of a file, which nobody reads
            unseen += 1
    assert unseen < 20


def _dropped(files: Files) -> Files:
    return files | {COMMUNE: joined(lines(files[COMMUNE])[:-1])}


def _middle_dropped(files: Files) -> Files:
    rows = lines(files[COMMUNE])
    return files | {COMMUNE: joined(rows[:9] + rows[10:])}


def _rewritten(files: Files) -> Files:
    """An event changed and every hash after it computed anew, as are the heads of the manifest."""
    rows, previous = lines(files[COMMUNE]), "0" * 64
    for row in rows:
        row["body"] = str(row["body"]).replace('"percent":40', '"percent":90')
        previous = row["hash"] = link(previous, str(row["body"]))
    manifest = json.loads(files[MANIFEST])
    manifest["heads"]["cascade/d1/00001"] = [len(rows), previous]
    return files | {COMMUNE: joined(rows), MANIFEST: json.dumps(manifest).encode()}


def _another_post(files: Files) -> Files:
    rows = lines(files[ALERTS])
    rows[5] |= {"post": "chair@19"}
    return files | {ALERTS: joined(rows)}


def _alert_gone(files: Files) -> Files:
    return files | {ALERTS: joined(lines(files[ALERTS])[1:])}


def _exchanged(files: Files) -> Files:
    other = "ledgers/d1/00002.jsonl"
    return files | {COMMUNE: files[other], other: files[COMMUNE]}


def _line_twice(files: Files) -> Files:
    rows = lines(files[ALERTS])
    return files | {ALERTS: joined([rows[0], *rows])}


def _no_json(files: Files) -> Files:
    return files | {ALERTS: files[ALERTS][:-10]}


TAMPERED: list[tuple[str, Callable[[Files], Files], set[Code]]] = [
    ("the last event removed", _dropped, {Code.TAIL_CUT}),
    ("an event removed", _middle_dropped, {Code.EVENT_MISSING}),
    ("an alert changed", _another_post, {Code.ALERT_MOVED}),
    ("an alert removed", _alert_gone, {Code.ALERT_MISSING}),
    ("two files exchanged", _exchanged, {Code.EVENT_ALTERED}),
    ("a line twice", _line_twice, {Code.MEMBER_ALTERED}),
    ("a line that is none", _no_json, {Code.MEMBER_ALTERED}),
]


@pytest.mark.parametrize(("tamper", "wanted"), [one[1:] for one in TAMPERED], ids=[one[0] for one in TAMPERED])
def test_what_was_tampered_with_is_named(bundle: Path, tamper: Callable[[Files], Files], wanted: set[Code]) -> None:
    """The sum says which file; what is in it says what."""
    changed = tamper(files_of(bundle))
    verified = verify(written(bundle, changed))
    assert Code.MEMBER_ALTERED in codes(verified)
    names = {name for name, data in changed.items() if data != files_of(bundle)[name]}
    assert all(any(name in one.english for one in verified.report) for name in names)
    assert codes(verified) >= wanted, told(verified)


@pytest.mark.parametrize(("tamper", "wanted"), [one[1:] for one in TAMPERED], ids=[one[0] for one in TAMPERED])
def test_a_forger_who_mends_the_sums_is_known_by_what_is_in_the_files(
    bundle: Path, tamper: Callable[[Files], Files], wanted: set[Code]
) -> None:
    verified = verify(written(bundle, resealed(tamper(files_of(bundle)))))
    assert codes(verified) >= wanted, told(verified)


def test_a_whole_bundle_forged_is_known_by_the_seal(store: Engines, tmp_path: Path) -> None:
    """A percentage rewritten in a way the docket could have decided, with every hash and sum: only the seal tells."""
    exported = export(store.read, tmp_path / "bundle.zip", Selection(), NOW)
    forged = written(tmp_path / "bundle.zip", resealed(_rewritten(files_of(tmp_path / "bundle.zip"))))
    assert verify(forged).report.clean
    assert codes(verify(forged, exported.seal)) == {Code.SEAL_DIFFERS}
    assert verify(tmp_path / "bundle.zip", exported.seal).report.clean


def test_files_that_are_missing_added_or_double(bundle: Path) -> None:
    files = files_of(bundle)
    texts = files.pop("rows/texts.jsonl")
    verified = verify(written(bundle, files | {"rows/other.jsonl": texts}))
    assert codes(verified) == {Code.MEMBER_MISSING, Code.MEMBER_UNKNOWN}
    double = bundle.with_name("double.zip")
    double.write_bytes(bundle.read_bytes())
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(double, "a") as archive:
        archive.writestr(ALERTS, b"")
    assert Code.MEMBER_ALTERED in codes(verify(double))


def _exported(store: Engines, folder: Path, **chosen: object) -> tuple[Exported, Verified]:
    file = folder / f"{'-'.join(chosen)}.zip"
    exported = export(store.read, file, Selection(**chosen), NOW)  # type: ignore[arg-type]
    return exported, verify(file)


def test_a_part_of_the_store_verifies_by_itself(store: Engines, tmp_path: Path) -> None:
    one, verified = _exported(store, tmp_path, directive="d2")
    assert sorted(one.manifest.heads) == ["cascade/d2/00001", "cascade/d2/00002", "cascade/d2/19"]
    assert told(verified) == ""
    below, verified = _exported(store, tmp_path, agency="00001")
    assert sorted(below.manifest.heads) == ["cascade/d1/00001", "cascade/d2/00001"]
    assert "cascade/d1/19" in below.manifest.elsewhere
    assert told(verified) == ""
    late, verified = _exported(store, tmp_path, since=date(2026, 12, 15))
    assert sorted(late.manifest.heads) == ["cascade/d1/00001", "cascade/d1/00002", "cascade/d1/19"]
    assert told(verified) == ""


def test_a_part_holds_nothing_of_others(store: Engines, tmp_path: Path) -> None:
    """Directive d2 has no document and no decision but those that name it."""
    _exported(store, tmp_path, directive="d2")
    files = files_of(tmp_path / "directive.zip")
    assert files["rows/documents.jsonl"] == b""
    assert [row["key"] for row in lines(files["rows/dispositions.jsonl"])] == ["k1", "k1"]
    assert not any(name.startswith("ledgers/d1/") for name in files)
    assert "tokens" not in " ".join(files)


def test_what_cannot_be_written(store: Engines, bundle: Path, tmp_path: Path) -> None:
    with pytest.raises(BundleError) as full:
        export(store.read, bundle, Selection(), NOW)
    assert full.value.code == "bundle-exists"
    with pytest.raises(BundleError) as nothing:
        export(store.read, tmp_path / "none.zip", Selection(directive="d9"), NOW)
    assert nothing.value.code == "bundle-empty"
    assert [file.name for file in tmp_path.glob("*none*")] == []


def test_what_is_no_bundle(bundle: Path, tmp_path: Path) -> None:
    (tmp_path / "text.zip").write_text("không phải gói")
    manifest = json.loads(files_of(bundle)[MANIFEST])
    newer = files_of(bundle) | {MANIFEST: json.dumps(manifest | {"format": 9}).encode()}
    broken = files_of(bundle) | {MANIFEST: b"{}"}
    for file in (tmp_path / "text.zip", written(bundle, {"a": b""})):
        with pytest.raises(BundleError, match="no bundle"):
            verify(file)
    for files in (newer, broken):
        with pytest.raises(BundleError, match="no bundle"):
            verify(written(bundle, files))


def test_a_bomb_is_not_unpacked(bundle: Path) -> None:
    bomb = written(bundle, files_of(bundle) | {"rows/bomb.jsonl": bytes(20_000_000)})
    with pytest.raises(BundleError) as steep:
        verify(bomb)
    assert steep.value.code == "bundle-too-large"
    for limits in (Limits(members=5), Limits(bytes=10_000)):
        with pytest.raises(BundleError) as large:
            verify(bundle, limits=limits)
        assert large.value.code == "bundle-too-large"


def test_a_file_that_is_larger_than_the_manifest_says_is_not_read_to_its_end(bundle: Path) -> None:
    files = files_of(bundle)
    verified = verify(written(bundle, files | {"rows/texts.jsonl": files["rows/texts.jsonl"] + b"\n" * 100_000}))
    assert any("more than" in one.english for one in verified.report)


def test_the_manifest_reads_as_it_was_written(bundle: Path) -> None:
    text = files_of(bundle)[MANIFEST]
    assert manifest_of(text).text() == text
    assert seal_of(text) == hashlib.sha256(text).hexdigest()
