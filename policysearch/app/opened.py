"""The pages and the endpoints over the version that is served now; a request keeps those that it began with."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any

from policysearch.app.api import Api
from policysearch.app.catalogue_api import CatalogueApi
from policysearch.app.desk import Desk
from policysearch.app.feedback import FeedbackFile
from policysearch.app.pages import Pages
from policysearch.endpoint import Endpoint
from policysearch.search.searcher import Searcher

# What programs and the page's scripts call: each is made of the pages.
Group = Api | Desk | CatalogueApi


class Opened:
    """Pages of the searcher that ``current`` gives, made anew when it gives another."""

    def __init__(
        self,
        current: Callable[[], Searcher],
        today: str | None,
        endpoint: Endpoint | None,
        feedback: FeedbackFile | None = None,
    ) -> None:
        self._current = current
        self._today = today
        self._endpoint = endpoint
        self._feedback = feedback
        self._pages = Pages(current(), today, endpoint, feedback=feedback)

    def pages(self) -> Pages:
        """The pages for one request, from its beginning to its end over one version."""
        searcher, pages = self._current(), self._pages
        if pages.searcher is not searcher:
            # Two requests at once may each make them: either will do.
            pages = self._pages = Pages(searcher, self._today, self._endpoint, feedback=self._feedback)
        return pages

    def endpoint(self, group: type[Group], name: str) -> Callable[..., Any]:
        """The method ``name`` of a group over the pages, as a function of its signature, called on those of a request.

        It holds no pages itself: what the server began with must not stay when another version is served.
        """
        method: Callable[..., Any] = getattr(group, name)

        @functools.wraps(method)
        def current(*args: Any, **kwargs: Any) -> Any:
            return getattr(group(self.pages()), name)(*args, **kwargs)

        signature = inspect.signature(method)
        of_call = list(signature.parameters.values())[1:]
        current.__signature__ = signature.replace(parameters=of_call)  # type: ignore[attr-defined]
        return current
