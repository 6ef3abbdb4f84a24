"""Figures: what a person at the terminal waits for, beside floors and peers of the same run.

    python -m tests.bench [--quick] [--repetitions N] [--only NAME…] [--posting PROGRAM] [--out FILE]

Each repetition runs every program once, one after the other, in a pseudo-terminal of 120×36, so that all of them see
the same machine in the same mood; what counts are ratios of medians within one run, never milliseconds by themselves.
Nothing here is a test: a busy machine must not make a suite red.

The programs:

- `floor-full`, `floor-scroll`: one write of a frame made beforehand; what the kernel and the terminal cost;
- `floor-textual`: a Textual app that shows lines made beforehand; what the framework costs a key;
- `textual-bare`: header, text and footer; what the framework costs at start;
- `posting`: a well-known Textual program, when the machine has it; cold start only;
- `roam-demo`: `roam demo`, from the command to the list and the newest page;
- `roam-1k`, `roam-100k`, `roam-1M`: `roam` on a conversation of that many messages, kept by `roam serve` on loopback;
- `import`: `roam import` of a history-record file into a new database, its start included.

Records and database are made once and kept in the user's cache directory (about 1 GB; `--quick` leaves 1M out).
Results: a table on standard output, and with `--out` a JSON line for each program of each repetition.
"""
