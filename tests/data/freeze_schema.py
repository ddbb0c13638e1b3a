"""Writes ``migrations/schema_1.py`` from today's records: ``python -m tests.data.freeze_schema``.

Format it with ruff afterwards. Only until schema 1 is released; from then on a change of a record is a
migration.
"""

import textwrap
from pathlib import Path

from needlechart.store import migrations
from needlechart.store.schema import schema_statements

TARGET = Path(migrations.__file__).parent / "schema_1.py"
HEAD = (
    '"""The schema of version 1, word for word; frozen: a change is a migration, never an edit here."""\n\n'
)


def literal(statement: str) -> str:
    """A statement as Python source of lines that fit."""
    parts = textwrap.wrap(statement, 90, break_long_words=False, break_on_hyphens=False)
    if len(parts) == 1:
        return f"    {quoted(statement)},\n"
    lines = [part + " " for part in parts[:-1]] + [parts[-1]]
    return "    (\n" + "".join(f"        {quoted(line)}\n" for line in lines) + "    ),\n"


def quoted(text: str) -> str:
    """In double quotes, unless that would need escapes and single quotes would not."""
    if '"' in text and "'" not in text:
        return f"'{text}'"
    escaped = text.replace('"', '\\"')
    return f'"{escaped}"'


if __name__ == "__main__":
    body = "".join(literal(statement) for statement in schema_statements())
    TARGET.write_text(f"{HEAD}STATEMENTS: tuple[str, ...] = (\n{body})\n")
