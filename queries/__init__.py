"""Questions as files, and the catalogue that finds, checks and asks them."""

from .answers import Answer, ask
from .catalogue import Parameter, Question, catalogue
from .descriptions import describe
from .names import NameIndex

__all__ = ["Answer", "NameIndex", "Parameter", "Question", "ask", "catalogue", "describe"]
