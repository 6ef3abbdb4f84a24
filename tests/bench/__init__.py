"""Figures: what a person at the terminal waits for, beside floors and peers of the same run.

    python -m tests.bench [--quick] [--repetitions N] [--only NAME…] [--posting PROGRAM]
                          [--history FILE USER] [--out FILE]

Each repetition runs every program once, one after the other, in a pseudo-terminal of 120×36, so that all of them see
the same machine in the same mood; what counts are ratios of medians within one run, never milliseconds by themselves.
Nothing here is a test: a busy machine must not make a suite red.

The programs:

- `machine`: how long a second of work takes here and now; what is much above 1,000 ms was measured in a crowd;
- `floor-full`, `floor-scroll`: one write of a frame made beforehand; what the kernel and the terminal cost;
- `floor-textual`: a Textual app that shows lines made beforehand; what the framework costs a key;
- `textual-bare`: header, text and footer; what the framework costs at start;
- `posting`: a well-known Textual program, when the machine has it; cold start only;
- `roam-demo`: `roam demo`, from the command to the list and the newest page;
- `roam-1k`, `roam-100k`, `roam-1M`: `roam` on a conversation of that many messages, kept by `roam serve` on loopback;
- `import`: `roam import` of a history-record file into a new database, its start included;
- `archive-1k`, `archive-1M`: an archive of that many messages, asked without a screen; `archive-write`: pages into one;
- `search-1k`, `search-1M`: searches of such an archive, the newest hits of each, and whether any is missed;
- `roam-archived-1k`, `roam-archived-1M`: `roam` on such an archive, without a server;
- `sync-100k`: `roam sync --all` of one long conversation; `sync-history`: of all that `--history` names;
- `live`: `roam` while messages stream into the open conversation, and its archive beside the server's database.

Records, databases and archives are made once and kept in the user's cache directory (about 1.5 GB). `--quick` leaves
1M out, and lets 10,000 messages come live instead of 100,000.
Results: a table on standard output, and with `--out` a JSON line for each program of each repetition.
"""
