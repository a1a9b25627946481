"""What marketplaces read of the tokens: the chain's metadata, with pictures and standings."""
