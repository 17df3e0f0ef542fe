"""Where in a long list a request is."""

from django.http import HttpRequest

from ekrav.look.parts import Pages


def page_of(request: HttpRequest, *, total: int, size: int) -> Pages:
    """The page that `?sida=` asks for; the first when it asks for none that exists."""
    asked = request.GET.get("sida", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
    number = number if number >= 1 and (number - 1) * size < total else 1
    first = (number - 1) * size
    return Pages(
        first=first + 1 if total else 0,
        last=min(first + size, total),
        total=total,
        previous_url=f"?sida={number - 1}" if number > 1 else "",
        next_url=f"?sida={number + 1}" if first + size < total else "",
    )
