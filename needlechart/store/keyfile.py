"""The key file ``chart.keys`` as data: one envelope per clinician and one for the recovery key.

It holds no secret in clear. Everything in an envelope but the shown name is authenticated with what it
wraps, so that no envelope can be moved to another clinician or chart, and no parameter changed.
"""

import base64
import json
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
class Envelope:
    """The data key and a clinician's signing key, wrapped by their passphrase; bytes as base64."""

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
    wrapped: str

    def about(self, file_id: str) -> bytes:
        """What is authenticated: all but the shown name, which may change without the passphrase."""
        kept: dict[str, Plain] = {"file_id": file_id, **asdict(self)}
        for name in ("name", "credentials", "wrapped"):
            del kept[name]
        return canonical(kept)


@dataclass(frozen=True)
class RecoveryEnvelope:
    """The data key wrapped by the recovery key; bytes as base64."""

    kdf: str
    salt: str
    nonce: str
    wrapped: str

    def about(self, file_id: str) -> bytes:
        """What is authenticated along."""
        return canonical({"file_id": file_id, "kdf": self.kdf, "salt": self.salt, "nonce": self.nonce})


@dataclass(frozen=True)
class KeyFile:
    """Everything in ``chart.keys``."""

    file_id: str
    clinicians: tuple[Envelope, ...]
    recovery: RecoveryEnvelope

    def of(self, clinician_id: str) -> Envelope | None:
        """The envelope of a clinician, if they have one."""
        return next((one for one in self.clinicians if one.clinician_id == clinician_id), None)

    def with_envelope(self, envelope: Envelope) -> "KeyFile":
        """The same file with this envelope added or in the place of the clinician's old one."""
        others = tuple(one for one in self.clinicians if one.clinician_id != envelope.clinician_id)
        old = [i for i, one in enumerate(self.clinicians) if one.clinician_id == envelope.clinician_id]
        place = old[0] if old else len(others)
        return KeyFile(self.file_id, (*others[:place], envelope, *others[place:]), self.recovery)

    def to_bytes(self) -> bytes:
        """JSON, indented for the curious."""
        data = {
            "format": FORMAT,
            "file_id": self.file_id,
            "clinicians": [asdict(one) for one in self.clinicians],
            "recovery": asdict(self.recovery),
        }
        return json.dumps(data, ensure_ascii=False, indent=1).encode()


def read_key_file(folder: Path) -> KeyFile:
    """The key file of a folder; raises `NotFound`, or `Damaged` for anything that is not one."""
    try:
        data = (folder / KEYS).read_bytes()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NotFound from error
    except OSError as error:
        raise _damaged() from error
    return parse_key_file(data)


def write_key_file(folder: Path, keys: KeyFile) -> None:
    """Replace the key file; what was written is read back and compared before it takes the place."""

    def verify(data: bytes) -> None:
        if parse_key_file(data) != keys:
            raise _damaged()

    write_atomic(folder / KEYS, keys.to_bytes(), verify)


def parse_key_file(data: bytes) -> KeyFile:
    """The key file in these bytes; raises `Damaged`."""
    try:
        if len(data) > SIZE_LIMIT:
            raise ValueError
        plain = json.loads(data)
        if plain["format"] != FORMAT:
            raise ValueError
        people = tuple(_typed(Envelope, one) for one in plain["clinicians"])
        keys = KeyFile(_text(plain["file_id"]), people, _typed(RecoveryEnvelope, plain["recovery"]))
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
