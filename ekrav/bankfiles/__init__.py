"""What the banks' formats say: bytes on one side, frozen records on the other.

Pure: no Django, no database, no clock. A reader either returns records or raises `FileRefused` for the whole
file, with the place and a Swedish sentence that says what to do. A writer always gives bytes that its ISO
20022 schema accepts.
"""
