"""The service's operations over the network."""

from tui.client.pacing import Pacing
from tui.client.roaming import RoamingClient
from tui.client.session import SignedIn
from tui.client.transport import in_memory
from tui.models import SearchOptions

__all__ = ["Pacing", "RoamingClient", "SearchOptions", "SignedIn", "in_memory"]
