"""Which addresses are Slack's own."""

import pytest

from bot.slack.addresses import host_of, is_of_slack

API = "https://slack.com/api/"


@pytest.mark.parametrize("host", ["hooks.slack.com", "files.slack.com:443", "hooks.slack-gov.com"])
def test_slack_s_own_hosts_are(host: str) -> None:
    assert is_of_slack(f"https://{host}/commands/T1/2/x", API)


def test_the_api_that_the_settings_name_is_one_with_its_port() -> None:
    assert is_of_slack("http://127.0.0.1:8765/files/upload/1", "http://127.0.0.1:8765/api/")
    assert not is_of_slack("http://127.0.0.1:8766/files/upload/1", "http://127.0.0.1:8765/api/")


def test_what_is_no_address_has_no_host() -> None:
    assert (host_of("https://["), host_of("https://hooks.slack.com/x")) == ("", "hooks.slack.com")
