"""What an operator process says of itself: health, metrics and logs."""
