"""Whole rounds with three real operators under seeded faults: each effect once, none missing.

Every scenario has a chain of its own (Anvil), restored from one deployment, and three operator
processes with databases and block stores of their own. A plan of faults is a pure function of its
seed; when processes run, and so what a fault meets, is decided by the machine and not repeated.
An operator that ends itself is started again, as a supervisor does, and only may where its node is
on another chain or its disk is full.

A full disk is a limit on file sizes (RLIMIT_FSIZE), so that every write of SQLite fails for real;
a wrong clock is another `time.time`; a reorg is Anvil's rollback with other blocks in place.
"""
