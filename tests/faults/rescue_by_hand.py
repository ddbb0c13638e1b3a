"""Opens a chart with the recovery key and none of needlechart's code, for the day when there is none.

    pip install apsw-sqlite3mc cryptography
    python rescue_by_hand.py FOLDER plain.db < file-with-the-recovery-key

FOLDER is a copy of a data folder or of one backup, whose chart is open nowhere. Prints the number of rows of
every table as one line of JSON; ``plain.db``, if it is named, is then a readable database: keep it as you
would keep the charts themselves. It takes another implementation of the encryption than the program
(SQLite3 Multiple Ciphers), and imports nothing of needlechart on purpose.
"""

import base64
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

import apsw
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def secret_of(typed: str) -> bytes:
    """The 20 bytes behind a recovery key: base 32 without its last four characters, the checksum."""
    number = 0
    for character in typed.upper().replace("-", "").replace(" ", "").strip()[:32]:
        number = number * 32 + ALPHABET.index(character)
    return number.to_bytes(20, "big")


def derived(secret: bytes, purpose: str, salt: bytes) -> bytes:
    """HKDF-SHA256, 32 bytes."""
    return HKDF(SHA256(), 32, salt, b"needlechart " + purpose.encode()).derive(secret)


def data_key(keys: dict[str, Any], recovery: str) -> bytes:
    """The key of the chart out of ``chart.keys``: the box of the recovery key, opened."""
    envelope = keys["recovery"]
    slot = {name: base64.b64decode(text) for name, text in envelope["slot"].items()}
    seed = derived(secret_of(recovery), "recovery", base64.b64decode(envelope["salt"]))
    private = ec.derive_private_key(int.from_bytes(seed, "big") % (ORDER - 1) + 1, ec.SECP256R1())
    other = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), slot["ephemeral"])
    shared = derived(private.exchange(ec.ECDH(), other), "box", slot["ephemeral"])
    about = {"file_id": keys["file_id"], "public": envelope["slot"]["public"], "whose": "recovery"}
    said = json.dumps(about, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    return AESGCM(shared).decrypt(slot["nonce"], slot["wrapped"], said)


def opened(database: Path, key: bytes) -> apsw.Connection:
    """The chart: the format of SQLCipher 4, with a raw key."""
    connection = apsw.Connection(str(database))
    connection.pragma("cipher", "sqlcipher")
    connection.pragma("legacy", 4)
    connection.pragma("key", f"x'{key.hex()}'")
    return connection


def main(folder: Path, plain: str = "") -> None:
    """Open, count, and write it out readable if wanted."""
    keys = json.loads((folder / "chart.keys").read_bytes())
    connection = opened(folder / "chart.ncdb", data_key(keys, sys.stdin.readline().strip()))
    tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    told: dict[str, Any] = {
        "whole": connection.pragma("integrity_check"),
        "rows": {name: connection.execute(f'SELECT count(*) FROM "{name}"').get for name in sorted(tables)},
        "read": {},
    }
    for name in sorted(tables):
        lines = sorted(json.dumps(row) for row in connection.execute(f'SELECT * FROM "{name}"'))
        told["read"][name] = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    if plain:
        connection.execute("ATTACH ? AS plain KEY ''", (plain,))
        for name, sql in connection.execute(
            "SELECT name, sql FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        ).fetchall():
            connection.execute(str(sql).replace("CREATE TABLE ", "CREATE TABLE plain.", 1))
            connection.execute(f'INSERT INTO plain."{name}" SELECT * FROM main."{name}"')
    print(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
