"""The key file ``chart.keys`` as data: one envelope per clinician and one for the recovery key.

It holds no secret in clear. Everything in an envelope but the shown name is authenticated with what it
wraps, so that no envelope can be moved to another clinician or chart, and no parameter changed. A digest of
the whole shows damage before anybody has unlocked: not that nobody changed it, for it lies open to everyone.
"""

import base64
import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from needlechart.domain.record import Plain, canonical
from needlechart.store.files import KEYS, write_atomic
from needlechart.store.problems import Damaged, NotFound

FORMAT = 1
SIZE_LIMIT = 4_000_000


@dataclass(frozen=True)
class Cost:
    """Argon2id: memory in KiB, passes, lanes. The default takes a third of a second on a small laptop."""

    memory_kib: int = 131_072
    passes: int = 3
    lanes: int = 2


DEFAULT_COST = Cost()
CAP = Cost(memory_kib=1_048_576, passes=20, lanes=16)
"""An envelope asking for more would freeze the program and is refused. One asking for less opens nothing
it should not: its parameters are authenticated."""


@dataclass(frozen=True)
class Slot:
    """The data key in a box (see `boxes`) that only the holder of ``public``'s private key opens.

    ``proof`` is a code made with the data key over the whole entry but the shown name: it tells that nobody
    put another box in somebody's place, and that the entry of somebody who is not here is whole. Bytes as
    base64.
    """

    public: str
    ephemeral: str
    nonce: str
    wrapped: str
    proof: str


@dataclass(frozen=True)
class Envelope:
    """A clinician's box key and signing key, wrapped by their passphrase, and the data key in their box.

    ``set_by`` is the id of the administrator who gave the passphrase, empty when it is their own. Bytes as
    base64.
    """

    clinician_id: str
    name: str
    credentials: str
    kdf: str
    version: int
    memory_kib: int
    passes: int
    lanes: int
    salt: str
    nonce: str
    certificate: str
    set_by: str
    wrapped: str
    slot: Slot

    def about(self, file_id: str) -> bytes:
        """What is authenticated: all but the shown name, which may change without the passphrase.

        Of the slot only its public key: the data key in it may be renewed without the passphrase, too.
        """
        kept: dict[str, Plain] = {"file_id": file_id, **asdict(self)}
        for name in ("name", "credentials", "wrapped", "slot"):
            del kept[name]
        return canonical({**kept, "public": self.slot.public})


@dataclass(frozen=True)
class RecoveryEnvelope:
    """The data key in the box whose private key follows from the recovery key; bytes as base64."""

    kdf: str
    salt: str
    slot: Slot


@dataclass(frozen=True)
class KeyFile:
    """Everything in ``chart.keys``."""

    file_id: str
    clinicians: tuple[Envelope, ...]
    recovery: RecoveryEnvelope

    def of(self, clinician_id: str) -> Envelope | None:
        """The envelope of a clinician, if they have one."""
        return next((one for one in self.clinicians if one.clinician_id == clinician_id), None)

    def without(self, clinician_id: str) -> "KeyFile":
        """The same file, in which this clinician has no envelope."""
        others = tuple(one for one in self.clinicians if one.clinician_id != clinician_id)
        return KeyFile(self.file_id, others, self.recovery)

    def with_envelope(self, envelope: Envelope) -> "KeyFile":
        """The same file with this envelope added or in the place of the clinician's old one."""
        others = tuple(one for one in self.clinicians if one.clinician_id != envelope.clinician_id)
        old = [i for i, one in enumerate(self.clinicians) if one.clinician_id == envelope.clinician_id]
        place = old[0] if old else len(others)
        return KeyFile(self.file_id, (*others[:place], envelope, *others[place:]), self.recovery)

    def to_bytes(self) -> bytes:
        """JSON, indented for the curious."""
        data: dict[str, Plain] = {
            "format": FORMAT,
            "file_id": self.file_id,
            "clinicians": [asdict(one) for one in self.clinicians],
            "recovery": asdict(self.recovery),
        }
        return json.dumps({**data, "digest": _digest(data)}, ensure_ascii=False, indent=1).encode()


def read_key_file(folder: Path) -> KeyFile:
    """The key file of a folder; raises `NotFound`, or `Damaged` for anything that is not one."""
    try:
        data = (folder / KEYS).read_bytes()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NotFound from error
    except OSError as error:
        raise _damaged() from error
    return parse_key_file(data)


def as_written(folder: Path) -> bool:
    """Whether a key file that can be read is as it was last written, by its own digest.

    One that has none, as earlier versions wrote it, counts as such. Raises as `read_key_file`.
    """
    read_key_file(folder)
    try:
        plain = json.loads((folder / KEYS).read_bytes())
        said = plain.pop("digest", None)
        return said is None or said == _digest(plain)
    except OSError as error:
        raise _damaged() from error
    except (ValueError, TypeError):  # text that no file can hold
        return False


def _digest(data: dict[str, Plain]) -> str:
    return hashlib.sha256(canonical(data)).hexdigest()


def write_key_file(
    folder: Path, keys: KeyFile, name: str = KEYS, logged: Callable[[], object] = lambda: None
) -> None:
    """Replace the key file; what was written is read back and compared before it takes the place.

    ``logged`` is called right before that, when all space it needs is taken: what it raises keeps the old
    file. Called afterwards, a disk that is full by then would refuse what already counts.
    """

    def verify(data: bytes) -> None:
        if parse_key_file(data) != keys:
            raise _damaged()
        logged()

    write_atomic(folder / name, keys.to_bytes(), verify)


def parse_key_file(data: bytes) -> KeyFile:
    """The key file in these bytes; raises `Damaged`."""
    try:
        if len(data) > SIZE_LIMIT:
            raise ValueError
        plain = json.loads(data)
        if plain["format"] != FORMAT:
            raise ValueError
        people = tuple(_with_slot(Envelope, one) for one in plain["clinicians"])
        keys = KeyFile(_text(plain["file_id"]), people, _with_slot(RecoveryEnvelope, plain["recovery"]))
        _check(keys)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise _damaged() from error
    return keys


def _check(keys: KeyFile) -> None:
    ids = [one.clinician_id for one in keys.clinicians]
    if not keys.file_id or len(set(ids)) != len(ids) or keys.recovery.kdf != "hkdf-sha256":
        raise ValueError
    for one in keys.clinicians:
        if one.kdf != "argon2id" or one.version != 19:
            raise ValueError
        if not (1 <= one.passes <= CAP.passes and 1 <= one.lanes <= CAP.lanes):
            raise ValueError
        if not 8 * one.lanes <= one.memory_kib <= CAP.memory_kib:
            raise ValueError
        if len(decode(one.salt)) != 16 or len(decode(one.nonce)) != 12 or len(decode(one.wrapped)) > 10_000:
            raise ValueError
    for slot in (keys.recovery.slot, *(one.slot for one in keys.clinicians)):
        lengths = [len(decode(text)) for text in (slot.public, slot.ephemeral, slot.nonce, slot.proof)]
        if lengths != [33, 33, 12, 32] or len(decode(slot.wrapped)) != 48:
            raise ValueError


def _with_slot(kind: type[Any], data: Any) -> Any:
    if not isinstance(data, dict):
        raise ValueError
    return _typed(kind, {**data, "slot": _typed(Slot, data.get("slot"))})


def _typed(kind: type[Any], data: Any) -> Any:
    if not isinstance(data, dict) or set(data) != {one.name for one in fields(kind)}:
        raise ValueError
    for one in fields(kind):
        if type(data[one.name]) is not one.type:
            raise ValueError
    return kind(**data)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError
    return value


def encode(data: bytes) -> str:
    """Base64 text."""
    return base64.b64encode(data).decode("ascii")


def decode(text: str) -> bytes:
    """Bytes of base64 text; raises ValueError."""
    return base64.b64decode(text, validate=True)


def _damaged() -> Damaged:
    return Damaged(
        "The key file chart.keys is damaged.",
        todo="Copy chart.keys from the newest backup into the chart's folder.",
    )
