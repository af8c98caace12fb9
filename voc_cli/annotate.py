"""One batch of texts to clauses with sentiment, intent, stage and signals: a pure function of each text alone.

Here one stage hands its result to the next, which does not know it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import numpy as np

from voc_cli import __version__, resources, schema
from voc_cli.cells import evidence_cell, partners_cell, signal_words, signals_cell
from voc_cli.chain import Chain, Found
from voc_cli.dictionary.tables import Dictionary, shipped_dictionary
from voc_cli.morphemes import Lemmas, Tokenizer
from voc_cli.per_text import hushed, main_intents, signals_of_texts
from voc_cli.schema import Stage
from voc_cli.sentiment.correction import Correction, LemmaFeatures, as_whole_texts, of_texts
from voc_cli.sentiment.lexicon import RESOURCE as LEXICON
from voc_cli.sentiment.scorer import Floats, label
from voc_cli.sentiment.weights import RESOURCE as SENTIMENT
from voc_cli.sentiment.weights import Weights, load_weights
from voc_cli.signals.intent_model import RESOURCE as INTENTS
from voc_cli.signals.urgent import GLAD, SignalFinder, mood_around
from voc_cli.text.prepare import Mask, Prepared, Preparer
from voc_cli.text.replies import replies_of
from voc_cli.valuechain.counting import UNKNOWN
from voc_cli.valuechain.model import RESOURCE as STAGES
from voc_cli.valuechain.order import order_stages
from voc_cli.valuechain.votes import TableVotes

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray
    from scipy import sparse


@dataclass(frozen=True, slots=True, eq=False)
class Annotated:
    """What a batch gave: ``texts`` (schema.ANNOTATED_TEXTS, one row a text, in order) and ``clauses``."""

    texts: pd.DataFrame
    clauses: pd.DataFrame  # schema.ANNOTATED_CLAUSES; text_no counts from 0 in the batch
    masked: Counter[str]  # kind of personal data to number of masks


class Annotator:
    """Annotates batches; the vocabulary it keeps between them is a cache and changes no result.

    Args:
        tokenizer: Also reads the dictionaries, so that entries and texts are cut alike.
        mask: Takes personal data out of a text; applied before anything else sees it.
        weights: Of the sentiment; those that ship where not given.
        dictionary: The tables of words; those that ship where not given.
        correction: Shifts the polarity by the words of the user's own domain.
    """

    def __init__(
        self,
        tokenizer: Tokenizer,
        *,
        mask: Mask,
        weights: Weights | None = None,
        dictionary: Dictionary | None = None,
        correction: Correction | None = None,
    ) -> None:
        self.preparer = Preparer(tokenizer, mask)
        self._weights = weights
        self._correction = correction
        self.dictionary = dictionary or shipped_dictionary()
        self._tools: Chain | None = None

    def __reduce__(self) -> tuple[object, ...]:
        # Workers of a pool or cluster build their own vocabulary and load their own dictionaries.
        return _rebuild, (self.preparer.tokenizer, self.preparer.mask, self._weights, self.dictionary, self._correction)

    @property
    def fingerprint(self) -> str:
        """Hexadecimal digits that change with anything a result depends on, but for mask, weights and correction."""
        digest = sha256(f"{__version__}\n{self.preparer.tokenizer.version}\n{self.dictionary.fingerprint}".encode())
        for name in (LEXICON, SENTIMENT, STAGES, INTENTS):
            digest.update(resources.read_bytes(name))
        return digest.hexdigest()[:16]

    def __call__(self, texts: Sequence[str]) -> Annotated:
        """Annotate a batch of raw texts."""
        return self.finish(self.preparer(texts))

    def warm_up(self) -> Chain:
        """Load the dictionaries and weights, once; an engine may do so while the analyser loads."""
        if self._tools is None:
            preparer, weights = self.preparer, self._weights or load_weights()
            self._tools = Chain(preparer.vocabulary, preparer.tokenizer, weights, self.dictionary)
        return self._tools

    def finish(self, prepared: Prepared) -> Annotated:
        """Everything after the tokens, which ``preparer`` or its like in another process made."""
        morphemes, tools = prepared.morphemes, self.warm_up()
        found = tools.find(morphemes)
        clauses = _clauses(found, tools)
        n_texts, spoken = len(morphemes.texts), found.scores.clauses
        stages = order_stages(found.placement, spoken, found.spans.documents, n_texts=n_texts)
        polarity, replies = found.scores.documents, replies_of(morphemes.texts)
        if replies.any():
            clauses = hushed(clauses, replies, owner=tools.stages.owner_of[Stage.NONE])
            polarity, stages = np.where(replies, 0.0, polarity), np.where(replies, Stage.NONE.value, stages).tolist()
        texts = _texts(morphemes.texts, clauses, polarity, stages, tools.scorer.neutral)
        texts = texts.assign(**{schema.MASKED: list(prepared.masks)})
        annotated = Annotated(texts, clauses, count_masks(prepared.masks))
        return annotated if self._correction is None else self.revise(annotated, self._correction)

    @property
    def correction(self) -> Correction | None:
        """What shifts the polarity of every batch."""
        return self._correction

    @property
    def neutral(self) -> float:
        """Absolute polarity below which a clause or text is neutral."""
        return self.warm_up().scorer.neutral

    @property
    def votes(self) -> TableVotes:
        """What the table of words says of clauses."""
        return self.warm_up().stages.votes

    def without_stop_words(self, clauses: pd.DataFrame) -> pd.DataFrame:
        """``clauses`` whose lemmas do not hold the stop words of the user: what names themes reads."""
        if not self.dictionary.stop_words:
            return clauses
        stop_words = self.warm_up().stop_words
        kept = [
            " ".join(lemma for lemma in cell.split(" ") if lemma not in stop_words)
            for cell in clauses[schema.LEMMAS].tolist()
        ]
        return clauses.assign(**{schema.LEMMAS: kept})

    @property
    def features(self) -> LemmaFeatures:
        """What counts the lemmas of clauses, and remembers them."""
        return self.warm_up().features

    def lemma_counts(self, annotated: Annotated) -> sparse.csr_matrix:
        """Lemma features of each clause, see sentiment.correction.LemmaFeatures."""
        return self.features.counts(annotated.clauses[schema.LEMMAS].tolist())

    def revise(
        self, annotated: Annotated, correction: Correction, counts: sparse.csr_matrix | None = None
    ) -> Annotated:
        """``annotated`` with its polarity corrected, and with the labels, intents and signals that follow from it.

        Args:
            annotated: One batch or many; as the weights alone see them.
            correction: What the user's ratings or labels taught.
            counts: ``lemma_counts`` of the same clauses, where the caller has them.
        """
        tools, neutral = self.warm_up(), self.neutral
        clauses, texts = annotated.clauses, annotated.texts
        counts = self.lemma_counts(annotated) if counts is None else counts
        before, numbers = clauses[schema.POLARITY].to_numpy(), clauses[schema.TEXT_NO].to_numpy(dtype=np.int64)
        spread = of_texts(counts, numbers, n_texts=len(texts))
        polarity = texts[schema.POLARITY].to_numpy()
        documents = np.where(
            spread.getnnz(axis=1) > 0, correction.shift_texts(polarity, correction.shifts(spread)), polarity
        )
        after = correction.shift_clauses(before, correction.shifts(counts))
        after = np.round(as_whole_texts(after, documents, numbers), 4)
        moved = np.flatnonzero(before != after)
        intents = clauses[schema.INTENT].to_numpy(dtype=object, copy=True)
        done = clauses[schema.ACT].to_numpy()[moved]
        found = tools.intents.find(_lemmas(clauses, moved), done, after[moved], neutral=neutral)
        intents[moved] = [intent.value for intent in found]
        columns: dict[str, Any] = {
            schema.POLARITY: after,
            schema.SENTIMENT: label(after, neutral=neutral),
            schema.INTENT: intents.tolist(),
            schema.PROMISE: clauses[schema.PROMISE].mask((after >= neutral) & (before < neutral), ""),
        }
        revised = clauses.assign(**columns)
        crossed = ((before > neutral) != (after > neutral)) | ((before > GLAD) != (after > GLAD))
        revised = _with_signals(revised, np.flatnonzero(crossed), tools.signals, before=before, neutral=neutral)
        judged = _texts(texts[schema.TEXT].tolist(), revised, documents, texts[schema.STAGES].tolist(), neutral)
        judged = judged.assign(**{schema.MASKED: texts[schema.MASKED].tolist()})
        return Annotated(judged, revised, annotated.masked)


def count_masks(cells: Iterable[str]) -> Counter[str]:
    """What was masked in all texts together, from cells of schema.MASKED."""
    counts = Counter[str]()
    for cell, n_texts in Counter(filter(None, cells)).items():
        for part in cell.split(schema.SEPARATOR):
            kind, _, n = part.partition("=")
            counts[kind] += int(n) * n_texts
    return counts


def _with_signals(
    clauses: pd.DataFrame, rows: NDArray[np.int64], finder: SignalFinder, *, before: Floats, neutral: float
) -> pd.DataFrame:
    """``clauses`` with the signals of ``rows`` found anew, because these crossed the line to or from praise."""
    signals, evidence = clauses[schema.SIGNALS].tolist(), clauses[schema.EVIDENCE].tolist()
    lemmas, said = _lemmas(clauses, rows), clauses[schema.TEXT].to_numpy()[rows].tolist()
    done, now = clauses[schema.ACT].to_numpy()[rows], clauses[schema.POLARITY].to_numpy()
    documents = clauses[schema.TEXT_NO].to_numpy(dtype=np.int64)
    gone, come = (mood_around(polarity, documents)[rows] for polarity in (before, now))
    found = zip(
        rows.tolist(),
        finder.find(lemmas, said, polarity=before[rows], neutral=neutral, acts=done, around=gone),
        finder.find(lemmas, said, polarity=now[rows], neutral=neutral, acts=done, around=come),
        strict=True,
    )
    for row, lost, raised in found:
        dropped = set(map(signal_words, lost))
        kept = [part for part in evidence[row].split(schema.SEPARATOR) if part and part not in dropped]
        signals[row], evidence[row] = signals_cell(raised), evidence_cell(kept, (), raised)
    return clauses.assign(**{schema.SIGNALS: signals, schema.EVIDENCE: evidence})


def _lemmas(clauses: pd.DataFrame, rows: NDArray[np.int64]) -> Lemmas:
    """The lemmas of some clauses, without their places in the text."""
    words = [cell.split() for cell in clauses[schema.LEMMAS].to_numpy()[rows].tolist()]
    return Lemmas([word for cell in words for word in cell], [], [], np.cumsum([0, *map(len, words)]).tolist())


def _rebuild(
    tokenizer: Tokenizer,
    mask: Mask,
    weights: Weights | None,
    dictionary: Dictionary,
    correction: Correction | None,
) -> Annotator:
    return Annotator(tokenizer, mask=mask, weights=weights, dictionary=dictionary, correction=correction)


def _clauses(found: Found, tools: Chain) -> pd.DataFrame:
    import pandas as pd

    spans, placement = found.spans, found.placement
    aspects = [tools.stages.taxonomy[n] if n != UNKNOWN else None for n in placement.aspects.tolist()]
    n_texts = int(spans.documents[-1]) + 1 if len(spans) else 0
    n_before = np.searchsorted(spans.documents, np.arange(n_texts))
    clauses = pd.DataFrame(
        {
            schema.TEXT_NO: spans.documents,
            schema.CLAUSE_NO: np.arange(len(spans)) - n_before[spans.documents] + 1,
            schema.START: spans.starts,
            schema.END: spans.ends,
            schema.TEXT: found.said,
            schema.POLARITY: np.round(found.scores.clauses, 4),
            schema.SENTIMENT: label(found.scores.clauses, neutral=tools.scorer.neutral),
            schema.INTENT: [value.value for value in found.intent],
            schema.STAGE: placement.stages,
            schema.OWNER: [
                aspect.owner if aspect else tools.stages.owner_of[stage]
                for aspect, stage in zip(aspects, placement.stages, strict=True)
            ],
            schema.SIGNALS: [signals_cell(raised) for raised in found.signals],
            schema.EVIDENCE: [
                evidence_cell(*parts)
                for parts in zip(found.scores.evidence, placement.evidence, found.signals, strict=True)
            ],
            schema.ASPECT: [aspect.name if aspect else "" for aspect in aspects],
            schema.LEMMAS: [" ".join(found.lemmas.of(clause)) for clause in range(len(spans))],
            schema.PARTNER: [partners_cell(named) for named in found.partners],
            schema.STAFF: tools.staff.find_all(found.said, spans.documents.tolist()),
            schema.PROMISE: found.promises,
            schema.ACT: found.act,
            # What a partner did is charged by who did it.
            schema.OPEN: ["" if by else code for code, by in zip(placement.open_to, found.partners, strict=True)],
        }
    )
    return schema.check(clauses, schema.ANNOTATED_CLAUSES, table="clauses")


def _texts(
    texts: Sequence[str], clauses: pd.DataFrame, polarity: Floats, stages: Sequence[str], neutral: float
) -> pd.DataFrame:
    import pandas as pd

    n = len(texts)
    numbers = clauses[schema.TEXT_NO].to_numpy(dtype=np.int64)
    return pd.DataFrame(
        {
            schema.TEXT: list(texts),
            schema.POLARITY: np.round(polarity, 4),
            schema.SENTIMENT: label(polarity, neutral=neutral),
            schema.INTENT: main_intents(clauses, numbers, n_texts=n),
            schema.STAGES: list(stages),
            schema.SIGNALS: signals_of_texts(clauses[schema.SIGNALS], numbers, n_texts=n),
        }
    )
