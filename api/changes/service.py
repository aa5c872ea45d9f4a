"""All that the feeds of one server share."""

from __future__ import annotations

from dataclasses import dataclass

from api.names import NameIndexes
from api.shelf import Shelf

from .answers import AnswerHistory
from .events import Subscriptions
from .history import History
from .things import ThingHistory


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed in the graph, what in answers, and who waits for more of either."""

    history: History
    answers: AnswerHistory
    subscriptions: Subscriptions
    things: ThingHistory

    @classmethod
    def of(cls, shelf: Shelf, names: NameIndexes) -> Changes:
        """Tell of the generations on *shelf*."""
        history = History(shelf.workspace)
        answers, things = AnswerHistory(history, shelf, names), ThingHistory(history, shelf)
        return cls(history, answers, Subscriptions(), things)
