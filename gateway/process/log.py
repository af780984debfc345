"""Structured logs on stderr: lines for a terminal, JSON for everything else.

Nobody logs headers, bodies, tokens or names typed into forms. Libraries do so at their detailed
levels, so of theirs only warnings and errors are logged, whatever our own level is.
"""

import logging
import sys
from functools import partial
from typing import Any

import structlog

from gateway.process.output import Output

OURS = ("actors", "gateway", "store")
"""The first parts of the names of our own loggers."""


def configure(level: str, worker: str | None = None) -> None:
    """Send the logs of structlog and of logging to the same place, in the same form.

    Each line names the ``worker``, if this is one of several.
    """

    def name_worker(
        _: Any, __: str, event: structlog.typing.EventDict
    ) -> structlog.typing.EventDict:
        return event if worker is None else {"worker": worker} | dict(event)

    shared: list[structlog.typing.Processor] = [
        name_worker,
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    if sys.stderr.isatty():
        # Strings as repr, as a path may hold control characters. Errors without local values.
        render = [
            structlog.dev.ConsoleRenderer(
                repr_native_str=True, exception_formatter=structlog.dev.plain_traceback
            )
        ]
    else:
        render = [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(_matters)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *render],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(max(logging.WARNING, logging.getLevelNamesMapping()[level.upper()]))
    for name in OURS:
        logging.getLogger(name).setLevel(level.upper())
    # It logs with a traceback, again and again, what gateway.store logs once.
    logging.getLogger("asyncpg.pool").setLevel(logging.ERROR)
    # It logs with a traceback, ten times a second, what gateway.transport logs once.
    logging.getLogger("trio.serve_listeners").setLevel(logging.CRITICAL)
    if isinstance(sys.stderr, Output):
        sys.stderr.lines_lost = partial(_lines_lost, handler)


def _lines_lost(handler: logging.Handler, count: int) -> str:
    """Return the line that reports lost lines, in the form of all log lines."""
    text = f"{count} lines of the log could not be written"
    return handler.format(
        logging.LogRecord("gateway.log", logging.WARNING, "", 0, text, None, None)
    )


def _matters(record: logging.LogRecord) -> bool:
    """Filter again here, as some libraries (Hypercorn, Quart) set the level of their loggers."""
    return record.levelno >= logging.WARNING or record.name.partition(".")[0] in OURS
