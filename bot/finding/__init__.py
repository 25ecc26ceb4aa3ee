"""What is meant, and the proof that it may be seen or done."""
