"""Records of the log → lines on stderr: text for people, or JSON, one object a line, for programs."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Final, TextIO

import typer

_PROGRAM: Final = "report"
"""The name that all our loggers begin with."""


class LogFormat(StrEnum):
    """How a line of the log looks."""

    TEXT = "text"
    JSON = "json"


Logs = Annotated[LogFormat, typer.Option("--log-format", help="How lines on stderr look.")]


class _Stderr(logging.StreamHandler[TextIO]):
    """Writes to what is stderr at the moment, and not to what it was once."""

    def __init__(self) -> None:
        super().__init__(sys.stderr)

    def emit(self, record: logging.LogRecord) -> None:
        self.stream = sys.stderr
        super().emit(record)


class _Text(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        cycle = getattr(record, "cycle", "")
        said = (
            f"{_time(record)} {record.levelname.lower()} {cycle}{': ' if cycle else ''}{record.getMessage()}"
        )
        return f"{said}\n{self.formatException(record.exc_info)}" if record.exc_info else said


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": _time(record),
            "level": record.levelname.lower(),
            "cycle": getattr(record, "cycle", ""),
            "message": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def write_logs(form: LogFormat) -> None:
    """From now on, what the program logs is written to stderr."""
    handler = _Stderr()
    handler.setFormatter(_Json() if form is LogFormat.JSON else _Text())
    logger = logging.getLogger(_PROGRAM)
    logger.handlers = [handler]
    logger.setLevel(logging.INFO)


def _time(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).astimezone().isoformat(timespec="seconds")
