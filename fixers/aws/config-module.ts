// https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-working-with.html
// https://docs.aws.amazon.com/powertools/python/latest/utilities/parameters/

/** The name of the module. */
export const configStem = 'app_config';

/** Reads Parameter Store with boto3. */
export const configModule = `"""Configuration from Parameter Store: read at boot, kept in memory, read again by age.

What is older than five minutes is read again when it is asked for, not by a thread:
AWS Lambda freezes threads between invocations.
"""

from __future__ import annotations

import functools
import os
import threading
import time
from types import MappingProxyType
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MAX_AGE_SECONDS = 300.0

_BOTO_CONFIG = Config(
    connect_timeout=5,
    read_timeout=10,
    retries={"max_attempts": 3, "mode": "standard"},
)


class ConfigUnavailableError(RuntimeError):
    """Nothing could be read, and nothing was read before."""


def read_parameters(prefix: str) -> dict[str, str]:
    """Return all parameters below a prefix, decrypted, by their names below it."""
    client = boto3.client("ssm", config=_BOTO_CONFIG)
    pages = client.get_paginator("get_parameters_by_path").paginate(
        Path=prefix, Recursive=True, WithDecryption=True
    )
    return {
        parameter["Name"].removeprefix(prefix): parameter["Value"]
        for page in pages
        for parameter in page["Parameters"]
    }


class ConfigManager:
    """Parameters below one prefix, read again once they are too old."""

    def __init__(
        self,
        prefix: str,
        *,
        read: Callable[[str], Mapping[str, str]] = read_parameters,
        clock: Callable[[], float] = time.monotonic,
        max_age: float = MAX_AGE_SECONDS,
    ) -> None:
        """Take what reads and what tells the time; nothing is read yet."""
        self._prefix = f"/{prefix.strip('/')}/"
        self._read = read
        self._clock = clock
        self._max_age = max_age
        self._lock = threading.Lock()
        self._values: Mapping[str, str] | None = None
        self._read_at = 0.0
        self.last_error: Exception | None = None

    def load(self) -> Mapping[str, str]:
        """Read now; called at boot, a configuration that is missing fails early."""
        values = MappingProxyType(dict(self._read(self._prefix)))
        with self._lock:
            self._values, self._read_at = values, self._clock()
            self.last_error = None
        return values

    def values(self) -> Mapping[str, str]:
        """Return all parameters, read again if those kept are too old.

        Those kept are served while the store is down; last_error tells why.
        """
        with self._lock:
            kept, age = self._values, self._clock() - self._read_at
        if kept is not None and age < self._max_age:
            return kept
        try:
            return self.load()
        except (BotoCoreError, ClientError) as error:
            if kept is None:
                message = f"no configuration below {self._prefix}"
                raise ConfigUnavailableError(message) from error
            with self._lock:
                # The next attempt is due after another span, not with every call.
                self._read_at, self.last_error = self._clock(), error
            return kept

    def get(self, name: str) -> str:
        """Return one parameter by its name below the prefix; KeyError without one."""
        value = self.values().get(name)
        if value is None:
            raise KeyError(self._prefix + name)
        return value


@functools.cache
def get_config() -> ConfigManager:
    """Return the configuration of this process, read on first use."""
    manager = ConfigManager(os.environ["CONFIG_PREFIX"])
    manager.load()
    return manager
`;

/** A test of that module, for pytest. */
export const configTest = (module: string): string => `from collections.abc import Mapping

import pytest
from botocore.exceptions import EndpointConnectionError

from ${module} import ConfigManager, ConfigUnavailableError


class Store:
    """A store and a clock that a test sets."""

    def __init__(self) -> None:
        self.now = 0.0
        self.value: str | None = "first"

    def read(self, prefix: str) -> Mapping[str, str]:
        assert prefix == "/orders/dev/"
        if self.value is None:
            raise EndpointConnectionError(endpoint_url="https://ssm.example")
        return {"db/user": self.value}

    def clock(self) -> float:
        return self.now

    def manager(self) -> ConfigManager:
        return ConfigManager("orders/dev", read=self.read, clock=self.clock)


def test_given_a_young_value_when_asked_again_should_keep_it() -> None:
    # Arrange
    store = Store()
    manager = store.manager()
    manager.load()
    store.value, store.now = "second", 299.0

    # Act
    found = manager.get("db/user")

    # Assert
    assert found == "first"


def test_given_an_old_value_when_asked_again_should_read_it() -> None:
    # Arrange
    store = Store()
    manager = store.manager()
    manager.load()
    store.value, store.now = "second", 301.0

    # Act
    found = manager.get("db/user")

    # Assert
    assert found == "second"


def test_given_a_store_that_is_down_when_asked_again_should_serve_old() -> None:
    # Arrange
    store = Store()
    manager = store.manager()
    manager.load()
    store.value, store.now = None, 301.0

    # Act
    found = manager.get("db/user")

    # Assert
    assert found == "first"
    assert isinstance(manager.last_error, EndpointConnectionError)


def test_given_a_store_that_is_down_when_nothing_is_kept_should_say_so() -> None:
    # Arrange
    store = Store()
    store.value = None

    # Act / Assert
    with pytest.raises(ConfigUnavailableError):
        store.manager().values()


def test_given_a_missing_parameter_when_asked_should_name_it() -> None:
    # Arrange
    manager = Store().manager()

    # Act / Assert
    with pytest.raises(KeyError, match="/orders/dev/db/host"):
        manager.get("db/host")
`;

/** Reads Parameter Store with Powertools, which keeps what it read. */
export const powertoolsConfigModule = `"""Configuration from Parameter Store, kept for at most five minutes."""

from __future__ import annotations

import os

from aws_lambda_powertools.utilities import parameters


def get_config() -> dict[str, str]:
    """Return all parameters below CONFIG_PREFIX by their names below it."""
    values = parameters.get_parameters(
        os.environ["CONFIG_PREFIX"],
        recursive=True,
        decrypt=True,
        max_age=300,
    )
    return {name: str(value) for name, value in values.items()}
`;

/** A test of that module, for pytest. */
export const powertoolsConfigTest = (module: string): string => `import pytest
from aws_lambda_powertools.utilities import parameters

from ${module} import get_config


def test_given_a_prefix_when_asked_should_read_all_below_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Arrange
    asked: list[str] = []

    def read(path: str, **_options: object) -> dict[str, str]:
        asked.append(path)
        return {"db/user": "orders"}

    monkeypatch.setenv("CONFIG_PREFIX", "/orders/dev")
    monkeypatch.setattr(parameters, "get_parameters", read)

    # Act
    found = get_config()

    # Assert
    assert asked == ["/orders/dev"]
    assert found == {"db/user": "orders"}
`;
