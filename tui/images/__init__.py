"""Pictures of strangers: measured by their heads, decoded by a child process that can do nothing else."""
