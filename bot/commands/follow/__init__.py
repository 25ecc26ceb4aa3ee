"""What a channel wants to hear of."""
