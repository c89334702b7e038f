"""A page or a part of it: who asked for which, and how to send a browser elsewhere."""

from __future__ import annotations

from flask import Response, after_this_request, make_response, redirect, render_template, request
from flask_htmx import make_response as make_htmx_response

from quiz.web.contexts import Fragment, Page, TitleContext

_TYPE = "HX-Request-Type"


def wants_partial() -> bool:
    """Whether a part of the page is wanted. Asking makes the response vary by it."""

    @after_this_request
    def vary(response: Response) -> Response:
        response.vary.add(_TYPE)
        return response

    return request.headers.get(_TYPE) == "partial"


def show(page: Page, *fragments: Fragment, status: int = 200) -> Response:
    """The page; or, to a partial, the fragments, the first of which takes the place that it asked for.

    The fragments after the first go out of band.
    """
    if wants_partial():
        title = TitleContext(text=page.title)
        return make_response("".join(render(part) for part in (*fragments, title)), status)
    return make_response(render_template(page.TEMPLATE, **page.names()), status)


def render(fragment: Fragment) -> str:
    return render_template(fragment.TEMPLATE, **fragment.names())


def see_other(url: str) -> Response:
    """Go to that page: a followed 303 would put the whole page into a partial's place."""
    if wants_partial():
        response: Response = make_htmx_response(redirect=url)
        return response
    return make_response(redirect(url, 303))
