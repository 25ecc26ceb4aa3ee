"""Slack's payloads → Request. Pure: one file for each family of payloads.

Ids are read from the verified payload alone, never names. A payload that lacks what it must have raises
`IncompletePayload`, which says what.
"""
