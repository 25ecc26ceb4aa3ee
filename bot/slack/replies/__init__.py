"""Message → Slack: one file per way to answer. `outbox` tries a reply's ways in turn."""
