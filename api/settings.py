"""The settings of Hansa, and the only place that reads the environment for them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from api.errors import SettingsError
from api.setting_table import SETTINGS, Setting
from graph.foreign.jobs import Limits
from graph.generations.retention import Retention
from graph.remote.addresses import Remote, remote_at
from graph.workspace import Workspace
from graph.writing.parent import WriterLimits
from ontology.iris import Base

#: Settings whose values are shown nowhere.
SECRET: Final = frozenset({"HANSA_TOKEN", "HANSA_REMOTE_TOKEN", "HANSA_REMOTE_PASSWORD"})


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be configured; ``SETTINGS`` says what each of the fields means."""

    store: Path = Path("hansa-data")
    base: Base = field(default_factory=Base)
    prefix: str = ""
    publisher: str = "Hansa"
    data_licence: str = "https://creativecommons.org/licenses/by/4.0/"
    host: str = "127.0.0.1"
    port: int = 8000
    query_timeout: float = 10.0
    query_memory: int = 512 * 1024 * 1024
    query_answer: int = 1024 * 1024 * 1024
    query_buffer: int = 4 * 1024 * 1024
    query_cache: int = 64 * 1024 * 1024
    query_length: int = 500_000
    query_workers: int = 0
    query_queue: int = 16
    keep_generations: int = 10
    keep_days: int = 0
    model: str | None = None
    token: str = field(default="", repr=False)
    allow_private_urls: bool = False
    writer_memory: int = 4 * 1024 * 1024 * 1024
    writer_seconds: float = 3600.0
    workers: int = 1
    connections: int = 1000
    request_seconds: float = 20.0
    query_hold: float = 900.0
    rate_seconds: int = 60
    rate_burst: int = 120
    trusted_proxies: str = ""
    stop_seconds: float = 15.0
    log_requests: bool = True
    write_length: int = 32 * 1024 * 1024
    upload_length: int = 128 * 1024 * 1024
    managed: bool = True
    graphiql: bool = True
    workbench: bool = True
    graphql_documents: Path | None = None
    graphql_only_documents: bool = False
    remote: str = ""
    remote_update: str = ""
    remote_data: str = ""
    remote_token: str = field(default="", repr=False)
    remote_user: str = ""
    remote_password: str = field(default="", repr=False)
    remote_seconds: float = 60.0
    remote_patience: float = 60.0

    @property
    def workspace(self) -> Workspace:
        """Return the data directory, with where its quads are."""
        return Workspace(self.store, self.base, retention=self.retention, remote=self.server)

    @property
    def server(self) -> Remote | None:
        """Return the SPARQL server that holds the quads, None where the data directory does."""
        if not self.remote:
            return None
        return remote_at(
            self.remote,
            update=self.remote_update,
            data=self.remote_data,
            token=self.remote_token,
            user=self.remote_user,
            password=self.remote_password,
            seconds=self.remote_seconds,
            patience=self.remote_patience,
        )

    @property
    def limits(self) -> Limits:
        """Return what one foreign query may use."""
        return Limits(
            seconds=self.query_timeout,
            memory=self.query_memory,
            answer=self.query_answer,
            length=self.query_length,
        )

    @property
    def retention(self) -> Retention:
        """Return which generations are kept."""
        return Retention(generations=self.keep_generations, days=self.keep_days)

    @property
    def writer_limits(self) -> WriterLimits:
        """Return what one commit may use."""
        return WriterLimits(memory=self.writer_memory, seconds=self.writer_seconds)

    @property
    def update_limits(self) -> Limits:
        """Return what one update or graph that is sent for storing may use."""
        return replace(self.limits, length=self.write_length)

    @property
    def concurrency(self) -> int:
        """Return how many foreign queries run at once."""
        return self.query_workers or os.cpu_count() or 1


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Return the settings of *environment*, by default the process's own.

    Raises SettingsError for a HANSA_ variable that is not in the table or has a wrong value.

    >>> read_settings({"HANSA_PORT": "8080", "PATH": "/bin"}).port
    8080
    """
    environment = os.environ if environment is None else environment
    known = {setting.name: setting for setting in SETTINGS}
    values: dict[str, Any] = {}
    for name in sorted(name for name in environment if name.startswith("HANSA_")):
        if name not in known:
            raise SettingsError(f"{name} is no setting; there are {', '.join(sorted(known))}")
        setting = known[name]
        try:
            values[setting.field] = setting.parse(environment[name])
        except ValueError as error:
            shown = "" if name in SECRET else f"={environment[name]!r}"
            raise SettingsError(f"{name}{shown} cannot be used: {error}") from error
    return _checked(Settings(**values))


def _checked(settings: Settings) -> Settings:
    """Return settings that go together."""
    others = [
        setting.name
        for setting in SETTINGS
        if setting.name.startswith("HANSA_REMOTE_")
        and getattr(settings, setting.field) != default_of(setting)
    ]
    if others and not settings.remote:
        raise SettingsError(f"{others[0]} says nothing without HANSA_REMOTE, the address itself")
    if bool(settings.remote_user) != bool(settings.remote_password):
        raise SettingsError("HANSA_REMOTE_USER and HANSA_REMOTE_PASSWORD go together; set both")
    if settings.remote and not settings.managed:
        raise SettingsError(
            "HANSA_MANAGED=off is for a store in the data directory; take HANSA_REMOTE away"
        )
    return settings


def default_of(setting: Setting) -> Any:
    """Return the default of a setting, for help texts.

    >>> default_of(SETTINGS[6])
    8000
    """
    return getattr(Settings(), setting.field)
