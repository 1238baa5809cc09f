"""The pages and the endpoints over the version that is served now; a request keeps those that it began with."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from policysearch.app.api import Api
from policysearch.app.pages import Pages
from policysearch.endpoint import Endpoint
from policysearch.search.searcher import Searcher

Given = ParamSpec("Given")
Result = TypeVar("Result")


class Opened:
    """Pages and Api of the searcher that ``current`` gives, made anew when it gives another."""

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

    def api(self) -> Api:
        """The endpoints for one request."""
        return Api(self.pages(), self._today, self._endpoint)

    def endpoint(self, call: Callable[Given, Result]) -> Callable[Given, Result]:
        """``call``, a method of an Api, as a function with its signature that is called on that of the request."""

        @functools.wraps(call)
        def current(*args: Given.args, **kwargs: Given.kwargs) -> Result:
            result: Result = getattr(self.api(), call.__name__)(*args, **kwargs)
            return result

        return current
