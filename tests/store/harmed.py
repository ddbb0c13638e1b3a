"""Backups that must not come back: damaged, of another key, chart or form, or told as whole."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from needlechart.store.connection import create_raw, open_raw
from needlechart.store.copying import copy_pages
from needlechart.store.files import DATABASE
from needlechart.store.manifest import MANIFEST, BackupInfo, digest_of, manifest_of
from needlechart.store.vault import unlock
from tests import factories
from tests.store.conftest import new_store


def _cut(info: BackupInfo) -> None:
    database = info.folder / DATABASE
    data = database.read_bytes()
    database.write_bytes(data[: len(data) // 8192 * 4096])


def _bit(info: BackupInfo) -> None:
    database = info.folder / DATABASE
    data = bytearray(database.read_bytes())
    data[len(data) // 2] ^= 1
    database.write_bytes(data)


def _empty(info: BackupInfo) -> None:
    (info.folder / DATABASE).write_bytes(b"")


def _no_tables(info: BackupInfo) -> None:
    """As a copy by pages leaves it when it is killed half-way: to every check of the engine it is sound."""
    key = _key(info)
    (info.folder / DATABASE).unlink()
    raw = create_raw(info.folder / DATABASE, key)
    assert raw.execute("PRAGMA quick_check").fetchall() == [("ok",)]
    raw.execute("PRAGMA journal_mode = DELETE").fetchall()
    raw.close()


def _other_key(info: BackupInfo) -> None:
    key, other = _key(info), info.folder / "other"
    raw = open_raw(info.folder / DATABASE, key)
    copy_pages(raw, other, bytes(range(1, 33)))
    raw.close()
    other.replace(info.folder / DATABASE)


def _other_chart(info: BackupInfo) -> None:
    other = info.folder.parent.parent / "another chart"
    new_store(other).close()
    (info.folder / DATABASE).write_bytes((other / DATABASE).read_bytes())


def _newer(info: BackupInfo) -> None:
    raw = open_raw(info.folder / DATABASE, _key(info))
    raw.execute("PRAGMA user_version = 99")
    raw.execute("PRAGMA journal_mode = DELETE").fetchall()
    raw.close()


def _key(info: BackupInfo) -> bytearray:
    return unlock(info.folder, factories.CLINICIAN, factories.PASSPHRASE).data_key


def _counts(info: BackupInfo) -> None:
    said = json.loads((info.folder / MANIFEST).read_bytes())
    said["counts"]["patient"] = 7
    (info.folder / MANIFEST).write_text(json.dumps(said))


def _told_as_whole(harm: Callable[[BackupInfo], None]) -> Callable[[BackupInfo], None]:
    """The manifest gives the digest of what is there: only looking inside shows it."""

    def done(info: BackupInfo) -> None:
        harm(info)
        data = (info.folder / DATABASE).read_bytes()
        told = replace(info, sha256=hashlib.sha256(data).hexdigest(), size=len(data))
        (info.folder / MANIFEST).write_bytes(manifest_of(told))

    return done


def _counts_told_as_whole(info: BackupInfo) -> None:
    _counts(info)
    said = json.loads((info.folder / MANIFEST).read_bytes())
    del said["digest"]
    (info.folder / MANIFEST).write_text(json.dumps({**said, "digest": digest_of(said)}))


def _no_manifest(info: BackupInfo) -> None:
    (info.folder / MANIFEST).unlink()


LISTED: dict[str, Callable[[BackupInfo], None]] = {
    "half": _cut,
    "half, told as whole": _told_as_whole(_cut),
    "a bit": _bit,
    "a bit, told as whole": _told_as_whole(_bit),
    "empty": _empty,
    "empty, told as whole": _told_as_whole(_empty),
    "a sound file without tables": _told_as_whole(_no_tables),
    "another key": _told_as_whole(_other_key),
    "another chart": _told_as_whole(_other_chart),
    "a newer form": _told_as_whole(_newer),
    "other counts, told as whole": _counts_told_as_whole,
}
"""Still listed, since the manifest is sound; each is done to a whole backup."""

UNLISTED: dict[str, Callable[[BackupInfo], None]] = {"other counts": _counts, "no manifest": _no_manifest}
"""Not even listed."""


def bytes_of(folder: Path) -> dict[str, bytes]:
    """What lies in a chart's folder itself, without its backups."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
