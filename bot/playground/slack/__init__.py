"""A small Slack workspace that a Bolt app can't tell from Slack.

::

    workspace ◀── web_api, methods, files, response_url   what the app calls
        │    ◀── page                                      what a browser calls
        ▼
    small_slack ──▶ delivery ──▶ socket | HTTP             what the app is told
"""
