"""Cards of other formats in and out."""
