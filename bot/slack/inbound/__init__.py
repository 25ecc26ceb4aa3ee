"""Slack's payloads → Request. Pure: one file per family of payloads."""
