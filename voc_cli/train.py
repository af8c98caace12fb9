"""Makes the weights that ship; the same bytes each time.

python -m voc_cli.train sentiment NSMC OUTPUT   (about seven minutes)
python -m voc_cli.train stages OUTPUT           (about two minutes)
python -m voc_cli.train intents OUTPUT          (half a minute)
python -m voc_cli.train entries OUTPUT          (seconds; after every change of a table of words)
python -m voc_cli.train vectors OUTPUT          (one minute; after a change of Kiwi's model)
python -m voc_cli.train themes OUTPUT           (three minutes; after the vectors)
python -m voc_cli.train holidays OUTPUT         (seconds; for a new version of the library of holidays)
"""

from __future__ import annotations

import argparse
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np

from voc_cli.dictionary.packs import CUES, load_pack_rows, load_packs
from voc_cli.morphemes import Lemmas, Morphemes, Spans, Tokenizer, Vocabulary, collect
from voc_cli.patterns import JOIN, spellings
from voc_cli.schema import SEPARATOR
from voc_cli.sentiment.asking import Asking
from voc_cli.sentiment.labelled import Read, read_films, read_kept_films, read_written
from voc_cli.sentiment.lexicon import Lexicon, load_lexicon
from voc_cli.sentiment.network_training import Meanings
from voc_cli.sentiment.scorer import count_denials
from voc_cli.sentiment.training import train
from voc_cli.sentiment.weights import encode
from voc_cli.signals.acts import ActReader
from voc_cli.signals.intent_model import IntentWeights
from voc_cli.signals.intent_model import encode as encode_intents
from voc_cli.signals.leaving import ASKING
from voc_cli.signals.training import train_intents
from voc_cli.signals.urgent import load_rules
from voc_cli.text.clauses import ClauseSplitter
from voc_cli.text.entries import encode_entries, entry_reader
from voc_cli.text.lemmas import LemmaReader, lemmatise
from voc_cli.text.tokenise import KiwiTokenizer
from voc_cli.text.vectors import embed_words
from voc_cli.themes.training import make_vectors, train_aspects
from voc_cli.themes.vectors import VectorTable, load_vectors
from voc_cli.themes.vectors import encode as encode_vectors
from voc_cli.themes.weights import AspectWeights
from voc_cli.themes.weights import encode as encode_themes
from voc_cli.trends.seasons import encode_holidays
from voc_cli.valuechain.model import StageWeights
from voc_cli.valuechain.model import encode as encode_stages
from voc_cli.valuechain.promises import load_promises
from voc_cli.valuechain.taxonomy import Aspect, load_taxonomy
from voc_cli.valuechain.training import WordVectors, read_seeds, train_stages

_INTENT: Final = "intent"  # in the column ``teaches`` of seeds: what such a sentence does is all that it teaches
_CUE: Final = 0.3  # of a sentence: what a cue of the taxonomy counts for the weights of themes


def main() -> None:
    """Train what the first argument names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    kinds = parser.add_subparsers(dest="kind", required=True)
    sentiment = kinds.add_parser("sentiment")
    sentiment.add_argument("nsmc", type=Path)
    for kind in (
        sentiment,
        *(kinds.add_parser(name) for name in ("stages", "intents", "entries", "vectors", "themes", "holidays")),
    ):
        kind.add_argument("output", type=Path)
    arguments = parser.parse_args()
    tokenizer = KiwiTokenizer()
    if arguments.kind == "sentiment":
        written, kept = read_written(), read_kept_films(arguments.nsmc)
        read, read_kept = (read_clauses(labelled.texts, tokenizer) for labelled in (written, kept))
        films, vectors = read_films(arguments.nsmc), load_vectors()
        meanings = Meanings(vectors.lemmas, vectors.values)
        weights = train(films, written, read, kept, read_kept, tokenizer=tokenizer, meanings=meanings)
        arguments.output.write_bytes(encode(weights))
    elif arguments.kind == "intents":
        arguments.output.write_bytes(encode_intents(train_shipped_intents(tokenizer)))
    elif arguments.kind == "entries":
        arguments.output.write_bytes(encode_entries(shipped_entries(), tokenizer))
    elif arguments.kind == "holidays":
        arguments.output.write_bytes(encode_holidays())
    elif arguments.kind == "vectors":
        arguments.output.write_bytes(encode_vectors(make_shipped_vectors(tokenizer)))
    elif arguments.kind == "themes":
        arguments.output.write_bytes(encode_themes(train_shipped_themes(tokenizer)))
    else:
        arguments.output.write_bytes(encode_stages(train_shipped_stages(tokenizer)))


def shipped_entries() -> list[str]:
    """Every part of every entry of the shipped tables, in each spelling, as patterns ask for them."""
    taxonomy, rules, lexicon = load_taxonomy(), load_rules(), load_lexicon()
    cells = [cell for a in taxonomy for cell in (a.phrases, a.targets, a.predicates, a.counter)]
    cells += [cell for rule in rules for cell in (rule.phrases, rule.counter)]
    cells += [(entry.words, *entry.targets) for entry in lexicon]
    for pack in load_packs():
        rows = load_pack_rows(pack.code)
        cells += [tuple(filter(None, row[cue].split(SEPARATOR))) for row in rows for cue in CUES]
    cells += [cell for rule in load_promises() for cell in (rule.entries, rule.counter)]
    spelt = (way for cell in cells for entry in cell for way in spellings(entry))
    return [part.strip() for way in spelt for part in way.split(JOIN)]


def read_clauses(texts: list[str], tokenizer: Tokenizer) -> Read:
    """Texts as the road reads customers' text: clauses, the lexicon's opinions on each, and what each asks for."""
    vocabulary = Vocabulary()
    morphemes = collect(texts, tokenizer, vocabulary)
    spans = ClauseSplitter(vocabulary).split(morphemes)
    lemmas = LemmaReader(vocabulary).read(morphemes, spans)
    lexicon = Lexicon(load_lexicon(), lambda entries: lemmatise(entries, tokenizer))
    words = [lemmas.of(clause) for clause in range(len(spans))]
    acts = ActReader(vocabulary).read(morphemes, spans)
    asking = Asking.of(acts, ASKING)
    opinions = lexicon.opinions_of_all(lemmas, asking.questions, asking.requests)
    denials = [count_denials(*pair) for pair in zip(words, opinions, strict=True)]
    return Read(morphemes, spans, lemmas, opinions, denials, asking)


def train_shipped_stages(tokenizer: KiwiTokenizer) -> StageWeights:
    """The stage weights, each sentence taken as one clause."""
    return train_stages(
        load_taxonomy(),
        entry_reader(tokenizer),
        lambda texts: read_whole(texts, tokenizer),
        WordVectors(*embed_words(tokenizer)),
    )


def train_shipped_intents(tokenizer: Tokenizer) -> IntentWeights:
    """The weights of intents, each sentence taken as one clause."""
    rows = read_seeds(also=_INTENT)
    morphemes, spans, lemmas = _whole([row["text"] for row in rows], tokenizer)
    return train_intents(
        lemmas, ActReader(morphemes.vocabulary).read(morphemes, spans), [row["intent"] for row in rows]
    )


def make_shipped_vectors(tokenizer: KiwiTokenizer) -> VectorTable:
    """The vectors of the morphemes that the analyser's model knows, those of the package's sentences first."""
    lemmas, _ = _sentences(tokenizer)
    return make_vectors(tokenizer.morphemes(), tokenizer.similarities, lemmas)


def train_shipped_themes(tokenizer: Tokenizer) -> AspectWeights:
    """The weights of themes, each sentence and each cue of the taxonomy taken as one clause."""
    lemmas, aspects = _sentences(tokenizer)
    cues = [(cue, aspect.name) for aspect in load_taxonomy() for cue in _cues(aspect)]
    read = entry_reader(tokenizer)([part for cue, _ in cues for part in cue])
    bounds = np.cumsum([0, *(len(cue) for cue, _ in cues)])
    lemmas += [[lemma for part in read[a:b] for lemma in part] for a, b in pairwise(bounds.tolist())]
    counts = [1.0] * len(aspects) + [_CUE] * len(cues)
    return train_aspects(lemmas, [*aspects, *(name for _, name in cues)], load_vectors(), weights=counts)


def _cues(aspect: Aspect) -> list[list[str]]:
    """The parts of each phrase, target and predicate."""
    entries = (*aspect.phrases, *aspect.targets, *aspect.predicates)
    return [[part.strip() for part in entry.split(JOIN)] for entry in entries]


def _sentences(tokenizer: Tokenizer) -> tuple[list[list[str]], list[str]]:
    """Lemmas and aspect of each sentence of the package."""
    rows = [(row["text"], row["aspect"]) for row in read_seeds()]
    rows += [(example, aspect.name) for aspect in load_taxonomy() for example in aspect.examples]
    lemmas = read_whole([text for text, _ in rows], tokenizer)
    return [lemmas.of(row) for row in range(len(rows))], [aspect for _, aspect in rows]


def read_whole(texts: list[str], tokenizer: Tokenizer) -> Lemmas:
    """The lemmas of each text taken as one clause."""
    return _whole(texts, tokenizer)[2]


def _whole(texts: list[str], tokenizer: Tokenizer) -> tuple[Morphemes, Spans, Lemmas]:
    vocabulary = Vocabulary()
    morphemes = collect(texts, tokenizer, vocabulary)
    numbers = np.arange(len(texts), dtype=np.int32)
    ends = np.array([len(text) for text in texts], dtype=np.int32)
    spans = Spans(numbers, morphemes.bounds[:-1], morphemes.bounds[1:], np.zeros_like(numbers), ends)
    return morphemes, spans, LemmaReader(vocabulary).read(morphemes, spans)


if __name__ == "__main__":
    main()
