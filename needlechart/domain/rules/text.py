"""Names inside a sentence."""


def lower_first(name: str) -> str:
    """A name inside a sentence; an abbreviation or a single capital keeps its form."""
    return name if name[1:2].isupper() or len(name) < 2 else name[:1].lower() + name[1:]
