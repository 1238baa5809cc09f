"""What the signals of a sentence count, and what the tokens of a question add to them."""

from __future__ import annotations

import numpy as np

from policysearch.answer.asked import read_question
from policysearch.answer.signals import SIGNALS, signal_weights
from policysearch.answer.weigh import weigh
from policysearch.answer.words import sought
from policysearch.search.searcher import Searcher

QUESTION = "高技能人才有多少人？"


def test_every_signal_has_a_weight_with_and_without_an_encoder() -> None:
    both = [signal_weights(with_meaning=with_meaning) for with_meaning in (True, False)]
    assert [len(weights) for weights in both] == [len(SIGNALS)] * 2
    meaning = [n for n, name in enumerate(SIGNALS) if name.startswith(("tokens", "meaning"))]
    assert all(both[0][n] > 0 and both[1][n] == 0 for n in meaning)


def test_a_score_is_what_its_signals_count(meaning: Searcher, plain: Searcher) -> None:
    for searcher in (meaning, plain):
        asked = sought(searcher, read_question(QUESTION))
        weighed = weigh(searcher, asked, searcher.search(QUESTION)[:5], {})
        counts = signal_weights(with_meaning=searcher.has_encoder)
        assert weighed
        for candidate in weighed:
            if candidate.hit.passage.kind != "table":  # a row may lose for a name that says more
                assert np.isclose(candidate.score, counts @ candidate.signals)
            rank = counts[SIGNALS.index("rank")] * candidate.signals[SIGNALS.index("rank")]
            assert np.isclose(candidate.beside_rank, candidate.score - rank)


def test_what_a_document_loses_lowers_its_sentences(plain: Searcher) -> None:
    asked = sought(plain, read_question(QUESTION))
    hits = plain.search(QUESTION)[:5]
    first = weigh(plain, asked, hits, {})[0]
    lost = weigh(plain, asked, hits, {first.hit.passage.doc_id: -10.0})
    assert lost[0].hit.passage.doc_id != first.hit.passage.doc_id


def test_without_an_encoder_nothing_is_met_in_meaning(plain: Searcher) -> None:
    covered, weights = plain.covered(QUESTION, ["高技能人才", ""])
    assert covered.shape == (2, 0)
    assert weights.shape == (0,)
