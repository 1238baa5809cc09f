"""Hits to an answer: the sentences that say it, word for word, each with its place; or an honest no."""

from policysearch.answer.endpoint import Endpoint, endpoint_from
from policysearch.answer.extract import answer_question
from policysearch.answer.generate import generate_answer

__all__ = ["Endpoint", "answer_question", "endpoint_from", "generate_answer"]
