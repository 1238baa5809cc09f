"""Hits to an answer: the sentences that say it, word for word, each with its place; or an honest no."""

from policysearch.answer.conversation import asked_after
from policysearch.answer.extract import answer_question
from policysearch.answer.generate import generate_answer

__all__ = ["answer_question", "asked_after", "generate_answer"]
