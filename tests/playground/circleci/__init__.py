"""The small CircleCI."""
