"""The size of a picture, read from its header so that a decompression bomb is refused before anything is decoded."""

_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # SOF markers (ITU-T T.81 table B.1)
_BARE = frozenset({0x01, *range(0xD0, 0xD9)})  # markers without a length


def png_size(data: bytes) -> tuple[int, int] | None:
    """Return width and height in pixels from the IHDR chunk, which must come first; None if it does not."""
    if len(data) < 24 or data[12:16] != b"IHDR":
        return None
    return int.from_bytes(data[16:20]), int.from_bytes(data[20:24])


def jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Return width and height in pixels from the first frame header; None when there is none."""
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker in _FRAMES:
            return int.from_bytes(data[at + 7 : at + 9]), int.from_bytes(data[at + 5 : at + 7])
        if marker == 0xFF:
            at += 1
        elif marker in _BARE:
            at += 2
        else:
            at += 2 + int.from_bytes(data[at + 2 : at + 4])
    return None
