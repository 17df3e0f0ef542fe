"""A long ISO 20022 file read a branch at a time: its entries by the hundred thousand, with memory for a few of them."""

from collections.abc import Collection, Iterator
from typing import BinaryIO, Final

from ekrav.bankfiles.document import MOST_TAGS, Document, Node, document_of, unread
from ekrav.markup import NotMarkup
from ekrav.markup_stream import branches as branches_of_markup

LARGEST_STREAM: Final = 128 * 1024 * 1024
_HEAD: Final = 4096


def branches(file: BinaryIO, *, named: Collection[str]) -> Iterator[tuple[Document, Node]]:
    """Each element with one of these names when it is whole, with the document as far as it has come.

    At the end the root itself. One branch has at most `document.MOST_TAGS`. Raises FileRefused.
    """
    document: Document | None = None
    try:
        for element in branches_of_markup(file, named=named, largest=LARGEST_STREAM, most_tags=MOST_TAGS):
            document = document or document_of(element.getroottree().getroot())
            root = document.root
            yield document, Node(element, root.namespace, root.position)
    except NotMarkup as wrong:
        file.seek(0)
        raise unread(wrong, data=file.read(_HEAD), largest=LARGEST_STREAM) from None


def take_out(branch: Node) -> None:
    """Let go of a branch that has been read: it is emptied, and its like before it are taken out."""
    element = branch.element
    element.clear()
    parent, before = element.getparent(), element.getprevious()
    while parent is not None and before is not None and before.tag == element.tag:
        parent.remove(before)
        before = element.getprevious()


def take_out_all(branch: Node, name: str) -> None:
    """Let go of all that is called `name` right under a branch."""
    for child in branch.all(name):
        branch.element.remove(child.element)
