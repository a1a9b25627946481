"""Where an operator's key may be: in a keystore file, or with an external signer."""
