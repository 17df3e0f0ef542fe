"""The message schemas lie in the tree unchanged."""

from hashlib import sha256
from pathlib import Path

from ekrav.bankfiles import schemas

_FOLDER = Path(schemas.__file__).parent / "xsd"


def test_the_schemas_are_the_published_ones_byte_for_byte() -> None:
    told = (_FOLDER / "SOURCES.md").read_text()
    files = sorted(_FOLDER.glob("*.xsd"))
    assert len(files) == 11
    assert [path.name for path in files if f"`{sha256(path.read_bytes()).hexdigest()}`" not in told] == []
