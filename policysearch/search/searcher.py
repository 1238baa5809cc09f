"""A question to hits: BM25 and the encoder each bring candidates, their scores are joined."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from itertools import islice
from typing import Literal

import numpy as np
import numpy.typing as npt

from policysearch.catalogue.entries import Catalogue
from policysearch.config import SearchSettings
from policysearch.kinship import Kinship
from policysearch.search.cross import RERANKER, Reranker, reranked
from policysearch.search.dense import DenseIndex
from policysearch.search.filter import passing
from policysearch.search.fuse import convex
from policysearch.search.late import LateIndex
from policysearch.search.lexical import LexicalIndex
from policysearch.search.lift import Lifts
from policysearch.search.lookup import Lookup, Pins
from policysearch.search.reference import Places, find_references, is_exact, places_of, stands_at
from policysearch.search.shortnames import short_names
from policysearch.search.spread import spread
from policysearch.search.synonyms import SYNONYMS, Expansion, find_expansions, stand_ins
from policysearch.search.tokenize import content_terms, tokenize_query
from policysearch.search.trace import PASTED_SHARE, may_be_pasted, trace
from policysearch.search.twins import find_twins
from policysearch.search.understand import Understander
from policysearch.text import fold, squeeze
from policysearch.types import Document, Encoder, Family, Filters, Hit, Lift, Passage, Signals, Trace, Understanding

Mode = Literal["hybrid", "lexical", "dense"]
Rows = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float32]
_NO_ROWS: Rows = np.empty(0, np.int64)


class Searcher:
    """Search over an opened index; it holds no state between questions."""

    def __init__(
        self,
        documents: Mapping[str, Document],
        passages: Sequence[Passage],
        lexical: LexicalIndex,
        dense: DenseIndex | None,
        encoder: Encoder | None,
        *,
        late: LateIndex | None = None,
        reranker: Reranker | None = None,
        families: Sequence[Family] = (),
        catalogue: Callable[[], Catalogue] = Catalogue,
        index_id: str = "",
        settings: SearchSettings = SearchSettings(),  # noqa: B008
    ) -> None:
        self.documents = documents
        self.passages = tuple(passages)
        self.kinship = Kinship(families)
        self.index_id = index_id
        self.settings = settings
        self._lexical = lexical
        self._dense = dense
        self._encoder = encoder
        self._late = late
        self._reranker = reranker
        self._doc_of_row = np.array([p.doc_id for p in self.passages])
        self._catalogue = catalogue
        self._twins = find_twins(self.passages, families)
        self._lookup = Lookup(documents, self.passages)
        self._understander = Understander(documents, lambda: self.catalogue.programmes)
        self._lifts = Lifts(documents, self.passages, self.kinship)

    @cached_property
    def catalogue(self) -> Catalogue:
        """Programmes, indicators and links of all documents; read when first asked for."""
        return self._catalogue()

    @cached_property
    def regions(self) -> tuple[str, ...]:
        """The paths of the places that the documents are of, each once."""
        return tuple(dict.fromkeys(path for document in self.documents.values() for path in document.regions))

    @property
    def has_encoder(self) -> bool:
        """Whether questions are matched by meaning too, not by words alone."""
        return self._dense is not None and self._encoder is not None

    @property
    def reranker_name(self) -> str | None:
        """The cross-encoder that is asked about the best candidates, by name; None without one."""
        return self._reranker.name if self._reranker is not None else None

    def passages_of(self, doc_id: str) -> tuple[Passage, ...]:
        """The passages of a document in reading order; none for an id that the index does not hold."""
        return tuple(self.passages[row] for row in self._lookup.rows_in.get(doc_id, ()))

    def idf(self, token: str) -> float:
        """How rare a token of the lexical index is; the most for one that no passage holds."""
        return self._lexical.idf(token)

    def understand(self, question: str, *, ignore: Collection[str] = ()) -> Understanding:
        """What ``question`` names, as a search for it takes it; ``ignore`` are keys that count for nothing."""
        return self._understander.understand(question.strip()[: self.settings.question_chars], ignore)

    def search(
        self,
        question: str,
        *,
        top_k: int = 10,
        filters: Filters = Filters(),  # noqa: B008
        mode: Mode = "hybrid",
        ignore: Collection[str] = (),
        today: str | None = None,
    ) -> tuple[Hit, ...]:
        """The best passages for ``question``, at most ``top_k``, by (-score, row).

        What the question names goes first, wherever its words rank: a clause by number (第七条, 五、（三）), a document
        by 文号 or 《title》, a phrase in quotation marks, the place that a long question is pasted from (see
        ``lookup.Pins`` for the order among these). The same words in several documents of a family are one hit, of the
        document to read first, at the rank of the best; documents that the filters name are not joined. A question
        without a word (blanks, punctuation) finds nothing. Only the first ``settings.question_chars`` characters count.
        "hybrid" and "dense" are "lexical" without an encoder; "dense" is the encoder alone and looks nothing up.

        What else the question names lifts what agrees with it (see lift.py), and a text that has a newer one on
        ``today`` (ISO, else the day of the machine) goes a little down; ``ignore`` switches these off by their keys
        (``place:…``, ``validity``); with ``synonyms`` BM25 takes nothing that means the same for a word, and with
        ``reranker`` the cross-encoder, where there is one, is not asked.
        """
        question = question.strip()[: self.settings.question_chars]
        tokens = tokenize_query(question)
        if not tokens or not self.passages:
            return ()
        allowed = self._allowed(filters)
        mode = mode if self.has_encoder else "lexical"
        if mode == "dense":
            rows, scores, _ = self._dense_leg(question, allowed)
            shown = islice(self._shown(rows, allowed, filters), top_k)
            return self._hits(question, shown, rows, scores, None, (rows, scores), Pins(), {}, ())
        expansions = () if SYNONYMS in ignore else self.expansions(question)
        all_lexical = self._lexical.scores(
            tokens,
            stand_ins(expansions),
            character_weight=self.settings.character_weight,
            synonym_weight=self.settings.synonym_weight,
        )
        lexical = self._lexical_leg(all_lexical, allowed)
        understanding = self.understand(question, ignore=ignore)
        pins = self._pins(understanding, all_lexical, allowed)
        lifts = self._lifts.of(understanding, self.settings, today or date.today().isoformat())
        rows, dense = np.union1d(lexical[0], pins.rows), None
        scores = all_lexical[rows]
        unit = float(all_lexical.max())
        if mode == "hybrid":
            assert self._dense is not None
            dense_rows, dense_scores, query = self._dense_leg(question, allowed)
            dense = dense_rows, dense_scores
            rows = np.union1d(rows, dense_rows)
            scores = convex(all_lexical[rows], self._dense.scores(query, rows), self.settings.dense_weight)
            scores = self._reranked(question, rows, scores)
            unit = 1.0
        beside = tokenize_query(lifts.beside_names) if lifts.beside_names else []
        within = self._lexical.scores(beside)[rows] if beside else None
        scores, lifted = lifts.apply(rows, scores, unit, within)
        if self._reranker is not None and RERANKER not in ignore:
            scores = self._crossed(self._reranker, question, rows, scores, lifted)
        order = pins.order(rows, scores)
        rows, scores = rows[order], scores[order]
        ordered = self._shown(rows, allowed, filters)
        if self.settings.most_of_document and not (filters.doc_ids or understanding.of("title", "number")):
            ordered = self._spread(ordered, pins.rows)
        return self._hits(question, islice(ordered, top_k), rows, scores, lexical, dense, pins, lifted, expansions)

    def expansions(self, question: str) -> tuple[Expansion, ...]:
        """The words of ``question`` with what may stand in a text for them; none where synonyms count nothing."""
        return find_expansions(question, self._short_names) if self.settings.synonym_weight > 0 else ()

    @cached_property
    def _short_names(self) -> dict[str, tuple[str, ...]]:
        return short_names(self.documents.values())

    def _shown(self, rows: Rows, allowed: Rows | None, filters: Filters) -> Iterator[tuple[int, int]]:
        """Where in ``rows`` each hit was found, and the row shown for it: the first of its twins that is allowed."""
        seen = set()
        for at, row in enumerate(rows.tolist()):
            twins = (row,) if filters.doc_ids else self._twins_of(row)
            if twins[0] not in seen:
                seen.add(twins[0])
                yield at, next(twin for twin in twins if allowed is None or _holds(allowed, twin))

    def _spread(self, shown: Iterator[tuple[int, int]], named: Rows) -> Iterator[tuple[int, int]]:
        """The hits with few of a document, or of its copies, among the first; what the question names stays."""

        def document_of(hit: tuple[int, int]) -> str | None:
            doc_id = self.passages[hit[1]].doc_id
            return None if _holds(named, hit[1]) else min((doc_id, *self.kinship.of(doc_id).copies))

        return spread(shown, self.settings.most_of_document, document_of)

    def _twins_of(self, row: int) -> tuple[int, ...]:
        return self._twins.get(row, (row,)) if self.settings.fold_twins else (row,)

    def _pins(self, understanding: Understanding, lexical: Scores, allowed: Rows | None) -> Pins:
        """The rows that the question names, of those that are allowed; what is switched off names none."""
        question, ignored = understanding.question, understanding.ignored
        is_off = any(key.startswith("reference:") for key in ignored)
        named = _NO_ROWS if is_off else self._named_rows(question, lexical, allowed)
        if not self.settings.look_up:
            return Pins(references=named)
        counts = {f.span for f in understanding.of("number", "title", "phrase")}
        for finding in understanding.findings:
            if finding.kind in ("number", "title", "phrase") and finding.span not in counts:
                span = finding.span
                question = question[: span.start] + "\n" * len(span) + question[span.end :]
        found = self._lookup.find(question).within(allowed)
        titles = tuple(own for own in found.titles if not {f"title:{d}" for d in self._doc_of_row[own[:1]]} & ignored)
        return replace(
            found, references=named, traced=self._traced_rows(understanding.question, allowed), titles=titles
        )

    def _traced_rows(self, question: str, allowed: Rows | None) -> Rows:
        """The rows of the place that a question is pasted from, where it is a pasted text; often none."""
        for one in self.trace(question) if may_be_pasted(question) else ():
            rows = self._lookup.rows_of(one.doc_id, one.passage_ids)
            rows = rows if allowed is None else rows[np.isin(rows, allowed)]
            if one.share >= PASTED_SHARE and len(rows):
                return rows
        return np.empty(0, np.int64)

    def _named_rows(self, question: str, lexical: Scores, allowed: Rows | None) -> Rows:
        """The rows at the clause that the question names by number, at most as many as candidates; often none."""
        references = find_references(question)
        if not self.settings.named_clauses or not is_exact(references):
            return _NO_ROWS
        rows = np.arange(len(self.passages)) if allowed is None else allowed
        found = np.array([row for row in rows.tolist() if stands_at(self._places[row], references)], dtype=np.int64)
        return found[np.argsort(-lexical[found], kind="stable")][: self.settings.candidates]

    @cached_property
    def _places(self) -> list[Places]:
        """The clause numbers of each passage, read when the first question names one."""
        return [places_of(passage) for passage in self.passages]

    def similarities(self, question: str, texts: Sequence[str]) -> Scores:
        """The cosine of a question with each text, shape (n,); zeros without an encoder."""
        if not self.has_encoder or not texts:
            return np.zeros(len(texts), dtype=np.float32)
        assert self._encoder is not None
        query = self._encoder.encode_queries([fold(question)])[0]
        return np.asarray(self._encoder.encode_passages([fold(text) for text in texts]) @ query, dtype=np.float32)

    def covered(self, question: str, texts: Sequence[str]) -> tuple[Scores, Scores]:
        """How far each text covers each token of a question in meaning, and what each weighs (see ``LateIndex``).

        Shapes (n, t) and (t,); t is 0 without an encoder that has vectors of words.
        """
        words = self._encoder.words if self._encoder is not None else None
        if self._late is None or words is None:
            return np.zeros((len(texts), 0), dtype=np.float32), np.zeros(0, dtype=np.float32)
        return self._late.covered(question, texts, words)

    def trace(self, pasted: str) -> tuple[Trace, ...]:
        """The places of the library that a pasted sentence or paragraph comes from (see ``search.trace``)."""
        return trace(self._lookup.letters, pasted, self.kinship)

    def _allowed(self, filters: Filters) -> Rows | None:
        if not filters:
            return None
        ids = passing(self.documents.values(), filters)
        return np.flatnonzero(np.isin(self._doc_of_row, list(ids)))

    def _lexical_leg(self, scores: Scores, allowed: Rows | None) -> tuple[Rows, Scores]:
        rows = np.flatnonzero(scores > 0) if allowed is None else allowed[scores[allowed] > 0]
        most = self.settings.candidates
        if len(rows) > most:
            least = np.partition(scores[rows], -most)[-most]
            rows = rows[scores[rows] >= least]
        rows = rows[np.lexsort((rows, -scores[rows]))][:most]
        return rows, scores[rows]

    def _dense_leg(self, question: str, allowed: Rows | None) -> tuple[Rows, Scores, Scores]:
        assert self._dense is not None
        assert self._encoder is not None
        query = self._encoder.encode_queries([fold(question)])[0]
        rows, scores = self._dense.search(query, self.settings.candidates, allowed)
        return rows, scores, query

    def _reranked(self, question: str, rows: Rows, scores: Scores) -> Scores:
        """The scores with late interaction in those of the best rows; the others stay below them, in their order."""
        share = self.settings.late_weight
        words = self._encoder.words if self._encoder is not None else None
        if self._late is None or words is None or not share:
            return scores
        best = np.lexsort((rows, -scores))[: self.settings.reranked]
        mixed = (1 - share) * scores
        mixed[best] += share * self._late.coverage(question, rows[best], words)
        return np.asarray(mixed, dtype=np.float32)

    def _crossed(
        self, reranker: Reranker, question: str, rows: Rows, scores: Scores, lifted: dict[int, tuple[Lift, ...]]
    ) -> Scores:
        """The scores with those of the cross-encoder; what it adds or takes stands among the lifts of a row."""
        found = reranked(reranker, question, lambda row: self.passages[row].search_text, rows, scores, self.settings)
        for at in np.flatnonzero(found != scores).tolist():
            row = int(rows[at])
            lifted[row] = (*lifted.get(row, ()), Lift(RERANKER, round(float(found[at] - scores[at]), 6)))
        return found

    def _hits(
        self,
        question: str,
        shown: Iterable[tuple[int, int]],
        rows: Rows,
        scores: Scores,
        lexical: tuple[Rows, Scores] | None,
        dense: tuple[Rows, Scores] | None,
        pins: Pins,
        lifted: Mapping[int, tuple[Lift, ...]],
        expansions: Sequence[Expansion],
    ) -> tuple[Hit, ...]:
        terms = content_terms(question)
        in_lexical, in_dense = _ranks(lexical), _ranks(dense)
        hits = []
        for rank, (at, row) in enumerate(shown, 1):
            found, passage = int(rows[at]), self.passages[row]
            body = squeeze(fold(passage.text))
            lexical_rank, lexical_score = in_lexical.get(found, (None, None))
            dense_rank, dense_score = in_dense.get(found, (None, None))
            matched = tuple(term for term in terms if term in body)
            signals = Signals(
                lexical_rank,
                lexical_score,
                dense_rank,
                dense_score,
                matched,
                **pins.reasons(found),
                lifts=lifted.get(found, ()),
                synonyms=tuple((e.word, s) for e in expansions if e.word not in body for s in e.synonyms if s in body),
            )
            also = tuple(self.passages[twin] for twin in self._twins_of(row) if twin != row)
            hits.append(Hit(passage, rank, round(float(scores[at]), 6), signals, also))
        return tuple(hits)


def _holds(rows: Rows, row: int) -> bool:
    """Whether ``row`` is among ``rows``, which are in order."""
    at = int(np.searchsorted(rows, row))
    return at < len(rows) and int(rows[at]) == row


def _ranks(leg: tuple[Rows, Scores] | None) -> dict[int, tuple[int, float]]:
    """Row to its rank and score in one leg."""
    if leg is None:
        return {}
    pairs = zip(leg[0].tolist(), leg[1].tolist(), strict=True)
    return {row: (rank, round(score, 6)) for rank, (row, score) in enumerate(pairs, 1)}
