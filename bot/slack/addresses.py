"""Which addresses that Slack names are its own: what people asked and are told goes to no other."""

import re
from urllib.parse import urlsplit

_OF_SLACK = re.compile(r"https://([a-z0-9-]+\.)+slack(-gov)?\.com(:443)?")


def is_of_slack(url: str, api_url: str) -> bool:
    """Whether it is a host of Slack's, or the one that the settings name as its API's."""
    try:
        there, api = (urlsplit(each) for each in (url, api_url))
        origin = f"{there.scheme}://{there.netloc}".lower()
    except ValueError:
        return False
    return _OF_SLACK.fullmatch(origin) is not None or origin == f"{api.scheme}://{api.netloc}".lower()


def host_of(url: str) -> str:
    """Its host; empty where there is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
