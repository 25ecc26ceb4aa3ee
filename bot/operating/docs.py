"""Whatever the documents say of commands, settings, scopes and metrics, made from the code that has them.

Parts of README.md and deploy/README.md stand between ``<!-- name -->`` and ``<!-- /name -->``; manifest.yml
and .env.example are made whole.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path

import yaml
from prometheus_client import REGISTRY, Metric
from prometheus_client.metrics import MetricWrapperBase
from pydantic import SecretStr

from bot import lines
from bot.commands import COMMANDS
from bot.settings import Settings
from bot.slack.scopes import EVENTS, OPTIONAL_SCOPES, SCOPES

#: What people need first: Slack shows as much of it as fits.
_HINT = (lines.STATUS, lines.WHY, lines.RED, lines.TRIGGER, lines.HELP)

_MADE = "Made by `make docs`; edit the code that it is made from."


def stale_documents(root: Path) -> Mapping[Path, str]:
    """The files that are not what they would be if they were made now, each with the text that is due."""
    slash = str(Settings.model_fields["slash_command"].default)
    readme = (root / "README.md").read_text(encoding="utf-8")
    for name, part in {
        "commands": _commands_table(slash),
        "settings": _settings_table(),
        "scopes": "\n".join(f"- `{scope}`: {reason}" for scope, reason in (SCOPES | OPTIONAL_SCOPES).items()),
    }.items():
        readme = _replace(readme, name, part)
    guide = root / "deploy/README.md"
    due = {
        guide: _replace(guide.read_text(encoding="utf-8"), "metrics", _metrics_table()),
        root / "README.md": readme,
        root / "manifest.yml": app_manifest(slash),
        root / ".env.example": _environment(),
    }
    return {
        path: text
        for path, text in due.items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    }


def _replace(text: str, name: str, part: str) -> str:
    pattern = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
    replaced, count = pattern.subn(lambda found: f"{found[1]}{part}\n{found[2]}", text)
    if count != 1:
        raise ValueError(f"it needs <!-- {name} --> and <!-- /{name} --> once")
    return replaced


def _commands_table(slash: str) -> str:
    """The README's table: line, what it does, the permission that it takes."""
    rows = ["| line | does | permission |", "|---|---|---|"]
    for command in COMMANDS:
        usage = command.syntax.usage.replace("|", "\\|")
        needs = command.permission.value if command.permission else "none"
        rows.append(f"| `{slash} {usage}` | {command.summary} | {needs} |")
    return "\n".join(rows)


def _metrics_table() -> str:
    """The guide's table: each metric with its labels, its type, what it tells."""
    import_module("bot.operating.modes")  # by which all are there
    found = {metric.name: (metric, labels) for metric, labels in _metrics()}
    rows = ["| metric | type | tells |", "|---|---|---|"]
    for _, (metric, labels) in sorted(found.items()):
        name = f"{metric.name}_total" if metric.type == "counter" else metric.name
        labeled = f"{{{','.join(labels)}}}" if labels else ""
        rows.append(f"| `{name}{labeled}` | {metric.type} | {metric.documentation} |")
    return "\n".join(rows)


def _metrics() -> Iterator[tuple[Metric, Sequence[str]]]:
    for collector in set(REGISTRY._names_to_collectors.values()):
        if isinstance(collector, MetricWrapperBase):
            for metric in collector.describe():
                if metric.name.startswith("ringmaster_"):
                    yield metric, collector._labelnames


def _settings_table() -> str:
    """The README's table: variable, meaning, default."""
    rows = ["| variable | meaning | default |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = _default(field.default)
        rows.append(f"| `{name.upper()}` | {field.description} | {f'`{default}`' if default else ''} |")
    return "\n".join(rows)


def _environment() -> str:
    """A .env to begin with: every variable, its meaning, its default."""
    lines = [f"# {_MADE}", "# Copy to .env and fill in; what is commented out has its default.", ""]
    for name, field in Settings.model_fields.items():
        default = _default(field.default)
        mark = "" if "SecretStr" in str(field.annotation) and not default else "# "
        lines += [f"# {field.description}", f"{mark}{name.upper()}={default}", ""]
    return "\n".join(lines)


def _default(value: object) -> str:
    if value is None:
        return ""
    return value.get_secret_value() if isinstance(value, SecretStr) else str(value)


def app_manifest(slash: str, events_url: str | None = None) -> str:
    """The Slack app, for Socket Mode; or for HTTP, with where Slack posts to.

    https://docs.slack.dev/reference/app-manifest
    """
    here = {"request_url": events_url} if events_url else {}
    hint = " · ".join(syntax.examples[0] for syntax in _HINT)
    app = {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": "Ringmaster",
            "description": "Run CircleCI from Slack: status, triggers and artifacts, in threads.",
            "background_color": "#1f2933",
        },
        "features": {
            "bot_user": {"display_name": "ringmaster", "always_online": True},
            "slash_commands": [
                {
                    "command": slash,
                    **({"url": events_url} if events_url else {}),
                    "description": "Run CircleCI",
                    "usage_hint": hint,
                    "should_escape": True,
                }
            ],
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES), "bot_optional": list(OPTIONAL_SCOPES)}},
        "settings": {
            "event_subscriptions": {**here, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, **here},
            "org_deploy_enabled": False,
            "socket_mode_enabled": not events_url,
            "token_rotation_enabled": False,
        },
    }
    return f"# {_MADE}\n" + yaml.safe_dump(app, sort_keys=False, allow_unicode=True, width=1000)
