"""Message → Slack: one file per way to answer."""
