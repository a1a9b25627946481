"""Files in and out: uploads for contributions, and a gateway to what is kept here."""
