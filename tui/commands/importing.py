"""`roam import`: history-record files into a local service's database."""
