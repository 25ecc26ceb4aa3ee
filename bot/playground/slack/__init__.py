"""A small Slack workspace that a Bolt app can't tell from Slack.

::

    people ──▶ delivery ──▶ socket | HTTP       what people do, and how the app is told of it
       │
       ▼
    workspace ◀── web_api: chat, files, lookups, response_url      what the app calls
        ▲
        └──────── page                                              what a browser calls

`small_slack.SmallSlack` puts them together.
"""
