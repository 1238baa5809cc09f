"""The pages and the endpoints over the version that is served now; a request keeps those that it began with."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from policysearch.app.pages import Pages
from policysearch.endpoint import Endpoint
from policysearch.search.searcher import Searcher


class Opened:
    """Pages of the searcher that ``current`` gives, made anew when it gives another."""

    def __init__(self, current: Callable[[], Searcher], today: str | None, endpoint: Endpoint | None) -> None:
        self._current = current
        self._today = today
        self._endpoint = endpoint
        self._pages = Pages(current(), today, endpoint)

    def pages(self) -> Pages:
        """The pages for one request, from its beginning to its end over one version."""
        searcher, pages = self._current(), self._pages
        if pages.searcher is not searcher:
            # Two requests at once may each make them: either will do.
            pages = self._pages = Pages(searcher, self._today, self._endpoint)
        return pages

    def endpoint(self, group: Callable[[Pages], object], name: str) -> Callable[..., Any]:
        """The method ``name`` of what ``group`` makes of the pages, as a function of its signature, called on those of
        the request."""
        method: Callable[..., Any] = getattr(group(self.pages()), name)

        @functools.wraps(method)
        def current(*args: Any, **kwargs: Any) -> Any:
            return getattr(group(self.pages()), name)(*args, **kwargs)

        return current
