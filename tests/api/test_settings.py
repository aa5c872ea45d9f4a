"""Settings come from one table; what is not in it, or wrong, is refused with a sentence."""

from dataclasses import fields
from pathlib import Path

import pytest

from api.errors import SettingsError
from api.setting_table import SETTINGS
from api.settings import Settings, default_of, read_settings
from ontology.iris import Base


def test_an_empty_environment_gives_the_defaults() -> None:
    assert read_settings({}) == Settings()


def test_every_field_has_a_row_and_every_row_a_field() -> None:
    assert [each.field for each in SETTINGS] == [each.name for each in fields(Settings)]
    assert all(each.name == f"HANSA_{each.field.upper()}" for each in SETTINGS)
    assert all(each.help for each in SETTINGS)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("HANSA_STORE", "/srv/hansa", Path("/srv/hansa")),
        ("HANSA_BASE", "https://ex.org/data/", Base("https://ex.org/data/")),
        ("HANSA_HOST", "0.0.0.0", "0.0.0.0"),  # noqa: S104
        ("HANSA_PORT", "0", 0),
        ("HANSA_QUERY_TIMEOUT", "2.5", 2.5),
        ("HANSA_QUERY_MEMORY", "1073741824", 2**30),
        ("HANSA_QUERY_ANSWER", "4096", 4096),
        ("HANSA_QUERY_LENGTH", "1000", 1000),
        ("HANSA_QUERY_WORKERS", "3", 3),
        ("HANSA_QUERY_QUEUE", "0", 0),
        ("HANSA_KEEP_GENERATIONS", "50", 50),
        ("HANSA_KEEP_DAYS", "30", 30),
        ("HANSA_MODEL", "en_core_web_sm", "en_core_web_sm"),
        ("HANSA_TOKEN", "secret", "secret"),
        ("HANSA_ALLOW_PRIVATE_URLS", "ON", True),
        ("HANSA_WRITER_MEMORY", "2147483648", 2**31),
        ("HANSA_WRITER_SECONDS", "86400", 86400.0),
        ("HANSA_WORKERS", "4", 4),
        ("HANSA_CONNECTIONS", "10", 10),
        ("HANSA_REQUEST_SECONDS", "0.5", 0.5),
        ("HANSA_QUERY_HOLD", "60", 60.0),
        ("HANSA_RATE_SECONDS", "0", 0),
        ("HANSA_RATE_BURST", "1", 1),
        ("HANSA_TRUSTED_PROXIES", "10.0.0.0/8, ::1", "10.0.0.0/8,::1"),
        ("HANSA_STOP_SECONDS", "1", 1.0),
        ("HANSA_LOG_REQUESTS", "off", False),
    ],
)
def test_every_variable_is_read(name: str, text: str, value: object) -> None:
    setting = next(each for each in SETTINGS if each.name == name)
    assert getattr(read_settings({name: text}), setting.field) == value
    assert default_of(setting) == getattr(Settings(), setting.field)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("HANSA_STORE", " "),
        ("HANSA_WORKERS", "0"),
        ("HANSA_TRUSTED_PROXIES", "*"),
        ("HANSA_TRUSTED_PROXIES", "10.0.0.1/8"),
        ("HANSA_BASE", "https://ex.org/data"),
        ("HANSA_BASE", ""),
        ("HANSA_BASE", "urn:x:/"),
        ("HANSA_BASE", "https://ex.org/a b/"),
        ("HANSA_BASE", "https://ex.org/#/"),
        ("HANSA_BASE", "https://ex.org/?/"),
        ("HANSA_PORT", "65536"),
        ("HANSA_PORT", "-1"),
        ("HANSA_PORT", "８０"),
        ("HANSA_QUERY_TIMEOUT", "0"),
        ("HANSA_QUERY_TIMEOUT", "nan"),
        ("HANSA_QUERY_TIMEOUT", "soon"),
        ("HANSA_QUERY_MEMORY", "1GB"),
        ("HANSA_KEEP_GENERATIONS", "0"),
        ("HANSA_KEEP_DAYS", "-1"),
        ("HANSA_ALLOW_PRIVATE_URLS", "maybe"),
        ("HANSA_TOKEN", ""),
        ("HANSA_TOKEN", "two words"),
        ("HANSA_REMOTE_TOKEN", "first\nsecond"),
        ("HANSA_REMOTE_TOKEN", "clé"),
        ("HANSA_WRITER_MEMORY", "1024"),
        ("HANSA_WRITER_SECONDS", "for ever"),
    ],
)
def test_a_wrong_value_is_one_sentence_naming_the_variable(name: str, text: str) -> None:
    with pytest.raises(SettingsError, match=name) as caught:
        read_settings({name: text})
    assert "\n" not in str(caught.value)
    assert "TOKEN" not in name or not text or text not in str(caught.value)


def test_an_unknown_variable_is_refused_with_the_known_ones() -> None:
    with pytest.raises(SettingsError, match=r"HANSA_PROT is no setting.*HANSA_PORT"):
        read_settings({"HANSA_PROT": "8000"})


def test_a_token_is_never_shown() -> None:
    assert "hunter2" not in repr(read_settings({"HANSA_TOKEN": "hunter2"}))
