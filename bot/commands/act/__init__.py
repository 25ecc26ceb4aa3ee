"""What has an effect."""
