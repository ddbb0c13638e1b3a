"""The list of parts (CycloneDX 1.6, JSON) of the program that is handed out: what it carries and its version.

Run by build.spec, and by hand: python .ci/parts.py > parts.cdx.json. Read from what is installed, without a
network. The same environment gives the same bytes.
"""

import json
import re
from importlib import metadata
from typing import Any

ROOT = "needlechart"
OPTIONAL = "cvttf-notosanscjk-regular"


def name_of(text: str) -> str:
    """A name as registries compare it."""
    return re.sub(r"[-_.]+", "-", text).lower()


def distributions() -> list[metadata.Distribution]:
    """The program and all it needs at run time, as installed; the optional typeface where it is."""
    from packaging.requirements import Requirement

    found: dict[str, metadata.Distribution] = {}
    waiting = [ROOT]
    while waiting:
        name = name_of(waiting.pop())
        if name in found or (name == OPTIONAL and not list(metadata.distributions(name=name))):
            continue
        one = found[name] = metadata.distribution(name)
        for line in one.requires or ():
            need = Requirement(line)
            wanted = ("", "cjk") if name == ROOT else ("",)
            if need.marker is None or any(need.marker.evaluate({"extra": extra}) for extra in wanted):
                waiting.append(need.name)
    return [found[name] for name in sorted(found)]


def component(one: metadata.Distribution) -> dict[str, Any]:
    """One wheel."""
    name = name_of(one.metadata["Name"])
    said: dict[str, Any] = {
        "type": "application" if name == ROOT else "library",
        "bom-ref": f"pkg:pypi/{name}@{one.version}",
        "name": name,
        "version": one.version,
        "purl": f"pkg:pypi/{name}@{one.version}",
    }
    licence = one.metadata.get("License-Expression") or ""
    return {**said, "licenses": [{"expression": licence}]} if licence else said


def inside() -> list[dict[str, Any]]:
    """What the wheels carry that has faults of its own: the database's engine, its cryptography, Qt."""
    import platform

    from PySide6.QtCore import qVersion
    from sqlcipher3 import dbapi2

    raw = dbapi2.connect(":memory:")
    raw.execute("PRAGMA key = 'none'")
    provider = str(raw.execute("PRAGMA cipher_provider_version").fetchone()[0])
    cipher = str(raw.execute("PRAGMA cipher_version").fetchone()[0])
    raw.close()
    versions = {
        "python": platform.python_version(),
        "qt": qVersion(),
        "sqlcipher": cipher.split()[0],
        "sqlite": dbapi2.sqlite_version,
        "openssl": re.search(r"\d+\.\d+\.\d+", provider)[0],  # type: ignore[index]
    }
    return [
        {"type": "library", "bom-ref": f"inside:{name}", "name": name, "version": version}
        for name, version in versions.items()
    ]


def document() -> str:
    """The list, as JSON."""
    parts = [component(one) for one in distributions()]
    root = next(one for one in parts if one["name"] == ROOT)
    listed = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": root},
        "components": [one for one in parts if one is not root] + inside(),
    }
    return json.dumps(listed, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    print(document(), end="")
