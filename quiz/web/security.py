"""What a page may do in a browser, and who may keep it."""

from __future__ import annotations

from flask import Flask, Response, request

from quiz.extensions import talisman

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
PERMISSIONS = dict.fromkeys(
    ("browsing-topics", "camera", "display-capture", "geolocation", "microphone"), "()"
)


def register(app: Flask) -> None:
    talisman.init_app(
        app,
        # A laptop or a club plays on plain http; whoever serves it to the world has a proxy that redirects.
        force_https=False,
        # Our own session interface marks the cookie where the request came by https.
        session_cookie_secure=False,
        strict_transport_security_include_subdomains=False,
        content_security_policy=POLICY,
        frame_options="DENY",
        referrer_policy="same-origin",
        permissions_policy=PERMISSIONS,
    )
    app.after_request(_keep_nothing)


def _keep_nothing(response: Response) -> Response:
    """Every page holds somebody's token at least; only files are the same for all."""
    if request.blueprint != "assets" and request.endpoint != "static":
        response.headers["Cache-Control"] = "no-store"
    return response
