"""Ringmaster runs CircleCI from Slack."""
