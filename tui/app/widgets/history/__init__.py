"""The parts of the history pane, from rows to lines on the screen."""
