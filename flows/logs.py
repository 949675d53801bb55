"""Records of logs as lines of JSON, for Prefect's logging and for `numerim serve` alike."""

import json
import logging
from datetime import UTC, datetime
from typing import Any

_NAMED = ("flow_run_name", "flow_run_id", "task_run_name", "worker_name")


class JsonLines(logging.Formatter):
    """A record as one line: `time`, `level`, `name`, `message`, the run that it is of, and what was raised."""

    def __init__(self, *_: Any, **__: Any) -> None:
        super().__init__()

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        said = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "name": record.name,
            "message": record.getMessage(),
            **{name: str(value) for name in _NAMED if (value := getattr(record, name, None))},
        }
        if record.exc_info:
            said["raised"] = self.formatException(record.exc_info)
        return json.dumps(said, ensure_ascii=False)
