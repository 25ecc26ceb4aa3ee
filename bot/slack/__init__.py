"""The only package that knows Slack: payloads in, messages out."""
