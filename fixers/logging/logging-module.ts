// https://www.structlog.org/en/stable/standard-library.html#rendering-using-structlog-based-formatters-within-logging

/** The name of the module; never `logging`, which would hide the standard library. */
export const moduleStem = 'logging_setup';

const traceImport = 'from opentelemetry import trace\n';

/** Adds the fields of `_SERVICE`. */
export const serviceProcessor = `

def add_service_context(
    _logger: WrappedLogger, _method: str, event_dict: EventDict
) -> EventDict:
    """Add what is the same for all records of this process."""
    for key, value in _SERVICE.items():
        event_dict.setdefault(key, value)
    return event_dict
`;

/** Adds the ids of the current span; `trace` is of OpenTelemetry. */
export const traceProcessor = `

def add_trace_context(
    _logger: WrappedLogger, _method: str, event_dict: EventDict
) -> EventDict:
    """Add the ids of the current span, if there is one."""
    context = trace.get_current_span().get_span_context()
    if context.is_valid:
        event_dict["trace_id"] = format(context.trace_id, "032x")
        event_dict["span_id"] = format(context.span_id, "016x")
    return event_dict
`;

/**
 * A module that sets structlog up so that its records, and those of the standard library, come out as JSON.
 * @param traces whether OpenTelemetry is at hand, whose ids are added then
 */
export const loggingModule = (
	traces: boolean,
): string => `"""Structured JSON logging, set up once where the program starts."""

from __future__ import annotations

import logging
import os
import sys
from typing import TYPE_CHECKING

import structlog
${traces ? traceImport : ''}
if TYPE_CHECKING:
    from structlog.typing import EventDict, Processor, WrappedLogger

_SERVICE = {
    "service": os.getenv(
        "SERVICE_NAME", os.getenv("AWS_LAMBDA_FUNCTION_NAME", "unknown")
    ),
    "version": os.getenv("SERVICE_VERSION", "unknown"),
    "env": os.getenv("ENVIRONMENT", "unknown"),
}
${serviceProcessor}${traces ? traceProcessor : ''}

def configure_logging(level: str | None = None) -> None:
    """Write all records as JSON to standard output; a second call changes nothing."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        add_service_context,
${traces ? '        add_trace_context,\n' : ''}    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.ExtraAdder()],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(default=str),
            ],
        )
    )
    root = logging.getLogger()
    for old in root.handlers[:]:
        # basicConfig() and the runtime of Lambda install these; those of tests stay.
        if (
            type(old) is logging.StreamHandler
            or type(old).__name__ == "LambdaLoggerHandler"
        ):
            root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel((level or os.getenv("LOG_LEVEL", "INFO")).upper())
`;

/** A test of that module, for pytest. */
export const loggingTest = (module: string): string => `import json
import logging

import pytest
import structlog

from ${module} import configure_logging


def test_given_bound_context_when_logging_should_write_it_as_json(
    capsys: pytest.CaptureFixture[str],
) -> None:
    # Arrange
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    configure_logging("INFO")

    # Act
    try:
        with structlog.contextvars.bound_contextvars(request_id="r-1"):
            logging.getLogger("other").info("order %s priced", 7)
    finally:
        root.handlers[:], root.level = handlers, level
        structlog.reset_defaults()

    # Assert
    record = json.loads(capsys.readouterr().out)
    assert record["event"] == "order 7 priced"
    assert record["request_id"] == "r-1"
    assert record["level"] == "info"
`;
