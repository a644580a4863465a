"""Settings: defaults for everything but the token, bad values named, secrets never shown."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot import settings
from bot.domain.errors import SettingsError
from bot.settings import EXPECTED, Settings

KEY = base64.urlsafe_b64encode(bytes(32)).decode()
SECRETS = {
    "BOT_TOKEN": "123456:AAlongsecrettoken",
    "BOT_DATABASE_URL": "postgresql+asyncpg://desk:hunter2@db.example/desk",
    "BOT_SECRET_KEYS": KEY,
    "BOT_WEBHOOK_SECRET": "open-sesame",
    "BOT_SMTP_URL": "smtps://desk:letmein@mail.example:465",
}

BAD: list[tuple[str, str]] = [
    ("BOT_TOKEN", "hello"),
    ("BOT_TOKEN", "123456:spaces are not allowed"),
    ("BOT_API_URL", "api.telegram.org"),
    ("BOT_API_URL", "http://[::1"),
    ("BOT_API_URL", "http://127.0.0.1:99999"),
    ("BOT_STAFF_CHAT", "@ourgroup"),
    ("BOT_STAFF_CHAT", "1234567890"),
    ("BOT_STAFF_CHATS", "onee"),
    ("BOT_STAFF_CHATS", "onee=@ourgroup"),
    ("BOT_STAFF_CHATS", "onee=12345"),
    ("BOT_ADMINS", "@ana"),
    ("BOT_LEADS", "12345;67890"),
    ("BOT_STAFF", "-1001234567890"),
    ("BOT_SECOND_PERSON", "perhaps"),
    ("BOT_DATABASE_URL", "mysql://desk:hunter2@db.example/desk"),
    ("BOT_KNOWLEDGE", "no-such-folder"),
    ("BOT_SOURCES", "no-such-folder"),
    ("BOT_SECRET_KEYS", "tooshort"),
    ("BOT_SECRET_KEYS", f"{KEY},"),
    ("BOT_WEBHOOK_URL", "desk.example/hook"),
    ("BOT_WEBHOOK_URL", "http://desk.example/hook"),
    ("BOT_WEBHOOK_SECRET", "not allowed!"),
    ("PORT", "eighty"),
    ("PORT", "70000"),
    ("BOT_SEND_LIMITS", "30,1"),
    ("BOT_SEND_LIMITS", "30,0,20"),
    ("BOT_SEND_LIMITS", "30,nan,20"),
    ("BOT_SMTP_URL", "mail.example:587"),
    ("BOT_SMTP_URL", "smtp://desk:letmein@mail.example:70000"),
    ("BOT_MAIL_FROM", "the desk"),
    ("BOT_MAIL_REPLY", "the desk"),
    ("BOT_TIMEZONE", "Jakarta"),
    ("BOT_TIMEZONE", "../../etc/passwd"),
    ("BOT_DESK_HOURS", "late"),
    ("BOT_QUIET_HOURS", "late"),
    ("BOT_QUIET_HOURS", "25:00-07:00"),
    ("BOT_RETENTION_MONTHS", "0"),
    ("BOT_RETENTION_MONTHS", "three years"),
    ("BOT_DRAIN_SECONDS", "0"),
    ("BOT_DRAIN_SECONDS", "nan"),
    ("BOT_LOG_LEVEL", "loud"),
    ("BOT_LOG_FORMAT", "xml"),
]

GOOD: list[tuple[str, str, str, object]] = [
    ("BOT_API_URL", "http://127.0.0.1:8081/", "api_url", "http://127.0.0.1:8081"),
    ("BOT_STAFF_CHAT", "-1001234567890", "staff_chat", -1001234567890),
    ("BOT_STAFF_CHATS", "onee=-1, qontak=-2", "staff_chats", {"onee": -1, "qontak": -2}),
    ("BOT_ADMINS", "12345, 67890,", "admins", frozenset({12345, 67890})),
    ("BOT_WEBHOOK_URL", "https://desk.example/hook", "webhook_url", "https://desk.example/hook"),
    ("BOT_WEBHOOK_URL", "http://127.0.0.1:8080/", "webhook_url", "http://127.0.0.1:8080"),
    ("BOT_SEND_LIMITS", "off", "send_limits", None),
    ("BOT_SEND_LIMITS", "25,1,18", "send_limits", (25.0, 1.0, 18.0)),
    ("BOT_DESK_HOURS", "Mon-Fri 09:00-17:00", "desk_hours", "Mon-Fri 09:00-17:00"),
    ("BOT_QUIET_HOURS", "21:00-07:00", "quiet_hours", "21:00-07:00"),
    ("BOT_MAIL_FROM", "privacy@example.com", "mail_from", "privacy@example.com"),
    ("PORT", "5000", "port", 5000),
]


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An empty folder, and nothing set but what a test sets."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(variable(name), raising=False)


def variable(field: str) -> str:
    return "PORT" if field == "port" else f"BOT_{field.upper()}"


def test_everything_has_a_default() -> None:
    read = settings.read()
    assert read.token is None
    assert read.port == 8080
    assert read.send_limits == (30, 1, 20)
    assert read.second_person == "on"


@pytest.mark.parametrize(("name", "value"), BAD)
def test_a_bad_value_is_named_with_what_is_expected(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as raised:
        settings.read()
    field = name.removeprefix("BOT_").lower()
    assert str(raised.value) == f"{name} cannot be used; expected: {EXPECTED[field]}"


def test_every_setting_that_can_be_bad_says_what_is_expected() -> None:
    free = {"listen", "operator", "operator_contact"}
    assert {name.removeprefix("BOT_").lower() for name, _ in BAD} == set(
        Settings.model_fields
    ) - free
    assert set(Settings.model_fields) - free <= set(EXPECTED)


def test_several_bad_values_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_ADMINS", "@ana")
    monkeypatch.setenv("PORT", "eighty")
    with pytest.raises(SettingsError, match=r"(?s)BOT_ADMINS cannot .*PORT cannot "):
        settings.read()


@pytest.mark.parametrize(("name", "value", "field", "meant"), GOOD)
def test_a_good_value_is_understood(
    name: str, value: str, field: str, meant: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    assert getattr(settings.read(), field) == meant


def test_an_empty_value_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_STAFF_CHAT", "")
    monkeypatch.setenv("PORT", "")
    assert settings.read().staff_chat is None
    assert settings.read().port == 8080


def test_the_file_is_read_and_the_environment_wins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("BOT_OPERATOR=Ana's desk\nBOT_TIMEZONE=Asia/Makassar\n")
    monkeypatch.setenv("BOT_TIMEZONE", "Europe/Zurich")
    assert settings.read().operator == "Ana's desk"
    assert settings.read().timezone == "Europe/Zurich"


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"BOT_OPERATOR=\xff\n")
    with pytest.raises(SettingsError, match=r"\.env cannot be read"):
        settings.read()


def test_secrets_are_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    read = settings.read()
    shown = f"{read!r} {read} {read.model_dump()} {read.model_dump_json()}"
    assert [name for name, value in SECRETS.items() if value in shown] == []


@pytest.mark.parametrize("name", SECRETS)
def test_a_bad_secret_is_not_repeated(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "s3cret?! s3cret")
    with pytest.raises(SettingsError) as raised:
        settings.read()
    assert "s3cret" not in f"{raised.value!r} {raised.value.__cause__!r}"


def test_settings_never_change() -> None:
    with pytest.raises(ValidationError):
        settings.read().port = 1  # type: ignore[misc]  # that is the point


def test_the_demo_knows_nothing_of_the_environment_but_where_the_knowledge_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("BOT_OPERATOR=Ana's desk\nBOT_KNOWLEDGE=elsewhere\n")
    monkeypatch.setenv("PORT", "eighty")
    monkeypatch.setenv("BOT_ADMINS", "12345")
    monkeypatch.setenv("BOT_SOURCES", str(tmp_path))
    bare = settings.bare()
    assert bare.sources == tmp_path
    assert (bare.port, bare.admins, bare.knowledge) == (8080, frozenset(), None)
    assert bare.operator == "the operator of this bot"
