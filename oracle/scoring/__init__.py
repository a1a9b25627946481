"""The five criteria, disqualifications and ballots of a round: pure functions of public data."""
