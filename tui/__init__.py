"""roam: the terminal browser for chat histories kept by the Easemob / Agora Chat service."""

__version__ = "0.1.0"
