"""Message → Block Kit."""
