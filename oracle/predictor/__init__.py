"""What a post would do, predicted before it is published and corrected after."""
