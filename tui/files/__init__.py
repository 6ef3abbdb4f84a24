"""Files that come from strangers: safe names, and nothing overwritten."""
