"""Slack's payloads → Request. Pure."""
