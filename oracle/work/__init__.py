"""How an operator works: steps that may fail by themselves, in turns, and long work beside them."""
