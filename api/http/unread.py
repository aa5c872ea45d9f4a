"""Who does not read what was sent: looked at every second, for requests and WebSockets alike."""

from __future__ import annotations

from typing import Final

#: Bytes a second that a client has to send, or to read, beyond its first seconds.
LEAST: Final = 4_000


class Unread:
    """What one client has left unread, and since when.

    >>> unread = Unread(10.0)
    >>> [unread.is_stuck(size, now=now) for now, size in enumerate((9, 9, 0, 9), start=1)]
    [False, False, False, False]
    >>> unread.is_stuck(9, now=13.0), unread.is_stuck(9, now=14.0)
    (False, True)
    """

    def __init__(self, seconds: float) -> None:
        """Let a client read nothing for so many *seconds*."""
        self._seconds = seconds
        self._since = 0.0
        self._left = 0

    def moves(self) -> None:
        """Note that somebody reads."""
        self._since = 0.0

    def is_stuck(self, left: int, *, now: float) -> bool:
        """Say whether too little was read of what is *left*, in bytes, for too long."""
        if not left:
            self._since = 0.0
        elif not self._since or left > self._left:
            self._since, self._left = now, left
        elif (waited := now - self._since) >= self._seconds:
            is_stuck = self._left - left < LEAST * waited
            self._since, self._left = now, left
            return is_stuck
        return False
