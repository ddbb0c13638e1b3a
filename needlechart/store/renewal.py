"""What a renewal of the data key keeps of itself, so that it can go on where it was stopped.

In the stage beside the chart lie the new key file (the new data key in everybody's slot, so behind their own
passphrases and nowhere else), the *order*, signed by the administrator who gave it, and how far it came,
with a code that only the new key makes. It goes on only while the chart stands exactly where the order found
it and everybody's passphrase is still the same: a copy that no longer fits is never put in place, and who
lost their passphrase meanwhile learns no new key. Whoever could forge an order would need the signing key of
an administrator, not the data key alone.
"""

import hashlib
import hmac
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from needlechart.domain.clinic import Clinician
from needlechart.domain.record import canonical
from needlechart.domain.rules.permissions import Act, may
from needlechart.store.files import KEYS, plain_problems, write_atomic
from needlechart.store.keyfile import decode, encode
from needlechart.store.keys import derive, verify
from needlechart.store.problems import StoreProblem
from needlechart.store.swap import ORDER, READY, STAGE
from needlechart.store.vault import unlock

if TYPE_CHECKING:
    from needlechart.store.store import Store

SO_FAR = "renewed-so-far"


@dataclass(frozen=True, kw_only=True)
class Order:
    """Who ordered a renewal, for which state of the chart, with which prepared keys.

    ``sequence`` and ``hash`` are the end of the audit log; ``keys_before`` and ``keys`` are SHA-256 of the
    key file and of the prepared one, lower-case hex.
    """

    clinician_id: str
    file_id: str
    sequence: int
    hash: str
    keys_before: str
    keys: str


@dataclass(frozen=True, kw_only=True)
class SoFar:
    """``copy`` is the SHA-256 of the whole copy, empty before there is one; ``compared``: it is the chart."""

    copy: str = ""
    compared: bool = False


Said = TypeVar("Said", Order, SoFar)


def unfinished(folder: Path) -> bool:
    """Whether a renewal was stopped before its end; call it while holding the chart open."""
    return (folder / STAGE / ORDER).exists() and not (folder / STAGE / READY).exists()


def announce(stage: Path) -> None:
    """From here on the stage is known as that of a renewal; it cannot go on before `give_order`."""
    with plain_problems():
        write_atomic(stage / ORDER, b"")


def give_order(store: "Store", stage: Path) -> None:
    """Sign what is to be done from where the chart stands now; the new keys lie in the stage already."""
    opened = store.opened
    order = Order(
        clinician_id=store.clinician.id,
        file_id=opened.file_id,
        sequence=opened.head.sequence,
        hash=opened.head.hash,
        keys_before=digest(opened.folder / KEYS),
        keys=digest(stage / KEYS),
    )
    _write(stage / ORDER, order, opened.secrets.signing.sign(_bytes(order)))


def key_to_go_on(store: "Store", passphrase: str) -> bytearray | None:
    """The new data key of a renewal that was stopped, if it still fits this chart; to be wiped."""
    stage, opened = store.folder / STAGE, store.opened
    order, signature = _read(stage / ORDER, Order)
    if order is None or not may(store.clinician, Act.CHART) or opened.for_reading:
        return None
    giver = store.get(Clinician, str(order.clinician_id))
    if giver is None or not may(giver, Act.KEYS):
        return None
    if not verify(giver.certificate, signature, _bytes(order)):
        return None
    try:
        now = Order(
            clinician_id=giver.id,
            file_id=opened.file_id,
            sequence=opened.head.sequence,
            hash=opened.head.hash,
            keys_before=digest(opened.folder / KEYS),
            keys=digest(stage / KEYS),
        )
        if now != order:
            return None
        secrets = unlock(stage, store.clinician.id, passphrase)
    except (OSError, StoreProblem):
        return None
    new = bytearray(secrets.data_key)
    secrets.wipe()
    return new


def so_far(stage: Path, new: bytearray) -> SoFar:
    """How far it came, by its own word under the new key; nothing where that cannot be trusted."""
    said, code = _read(stage / SO_FAR, SoFar)
    if said is None or not hmac.compare_digest(code, _code(said, new)):
        return SoFar()
    return said


def note_so_far(stage: Path, done: SoFar, new: bytearray) -> None:
    """Keep how far it came; raises a `StoreProblem`."""
    _write(stage / SO_FAR, done, _code(done, new))


def digest(path: Path) -> str:
    """SHA-256 of a file, lower-case hex; raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _code(done: SoFar, new: bytearray) -> bytes:
    return hmac.new(derive(new, "renewal"), _bytes(done), hashlib.sha256).digest()


def _bytes(said: Order | SoFar) -> bytes:
    return canonical({"what": type(said).__name__, **asdict(said)})


def _write(path: Path, said: Order | SoFar, proof: bytes) -> None:
    write_atomic(path, json.dumps({"said": asdict(said), "proof": encode(proof)}).encode())


def _read(path: Path, kind: type[Said]) -> tuple[Said | None, bytes]:
    """The file lies open to everyone: anything may stand in it."""
    try:
        read = json.loads(path.read_bytes())
        said, proof = kind(**read["said"]), decode(read["proof"])
        _bytes(said)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None, b""
    return said, proof
