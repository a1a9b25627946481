"""How much each account may talk."""

from frontend_api.accounts.allowance import Rate

MESSAGES = Rate("messages to personas", burst=20, seconds=6)
CONVERSATIONS = Rate("new conversations", burst=20, seconds=30)
SOCKETS = Rate("connections to personas", burst=30, seconds=2)
