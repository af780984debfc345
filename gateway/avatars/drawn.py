"""The avatar of users who have uploaded none: a court in colours that depend on the id."""

from hashlib import blake2b

COLOURS = (
    *(("#12324a", "#ffb454"), ("#1d3b2f", "#f2e7c9"), ("#3a1f3d", "#7fd1c7")),
    *(("#402218", "#9ec5ff"), ("#1f2a52", "#ffd36b"), ("#0f3d3e", "#ff9e80")),
    *(("#34233a", "#c9e265"), ("#26303a", "#ff8fab")),
)
"""Colours of ground and lines, different enough for every eye."""


def drawn(player_id: str) -> str:
    """Return the SVG for an id, always the same."""
    colour, left, right, x, y = blake2b(player_id.encode(), digest_size=5).digest()
    ground, chalk = COLOURS[colour % len(COLOURS)]
    paddle = '<rect x="{}" y="{}" width="5" height="22" rx="2.5"/>'
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">'
        f'<rect width="64" height="64" fill="{ground}"/><g fill="{chalk}">'
        f"{paddle.format(8, 6 + left % 31)}{paddle.format(51, 6 + right % 31)}"
        f'<circle cx="{22 + x % 21}" cy="{12 + y % 41}" r="5"/></g></svg>'
    )
