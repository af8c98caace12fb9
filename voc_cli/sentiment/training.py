"""Trains the weights that ship (run by ``voc_cli.train``).

A network over morphemes (``network_training``) and linear models over hashed n-grams (``linear``), learnt from film
reviews with ratings (NSMC raw, Park, 2016, CC0) and from the sentences and reviews written for this package. How they
and the lexicon weigh against each other is fitted on texts that they did not see (``stacking``).
"""

from __future__ import annotations

from dataclasses import astuple

from voc_cli.morphemes import Morphemes, Tokenizer, Vocabulary, collect
from voc_cli.sentiment.features import Hasher
from voc_cli.sentiment.labelled import Labelled, Read, Written
from voc_cli.sentiment.linear import CUSTOMER_BITS, FILM_BITS, Floats, Linear, fit_domain, fit_films
from voc_cli.sentiment.network_training import FILMS, Meanings, lesson, pretrain
from voc_cli.sentiment.scorer import film_share
from voc_cli.sentiment.stacking import Heard, Sample, Teacher, hear, stack
from voc_cli.sentiment.weights import Meta, Weights


def train(
    films: Labelled,
    written: Written,
    read: Read,
    kept: Labelled,
    read_kept: Read,
    *,
    tokenizer: Tokenizer,
    meanings: Meanings,
) -> Weights:
    """The weights; ``read`` and ``read_kept`` hold the customers' texts and the kept film reviews as the road does."""
    of_films = collect(films.texts, tokenizer, Vocabulary())
    learner = pretrain(lesson(of_films, films.signs, films.weights, head=FILMS), read.morphemes, meanings)
    film_model, domain = fit_films(of_films, films.signs, films.weights), fit_domain(of_films, read.morphemes)
    teacher = Teacher(written, read, films=film_model, learner=learner)
    models = teacher.all_models()

    def sample(texts: Read, heard: Heard) -> Sample:
        return Sample(texts, heard, _film_share(texts.morphemes, domain))

    stacked = stack(sample(read, teacher.unseen()), written, sample(read_kept, hear(models, read_kept)), kept)
    linear = (film_model, models.signs, models.opinions)
    meta = Meta(
        bits=(FILM_BITS, CUSTOMER_BITS, CUSTOMER_BITS),
        scales=tuple(model.scale for model in linear),
        intercepts=tuple(model.intercept for model in linear),
        clause=stacked.clause,
        opinion=stacked.opinion,
        document=stacked.document,
        neutral=stacked.neutral,
        domain=(domain.scale, domain.intercept),
        network=astuple(models.network.shape),
        trained_on=f"NSMC raw {len(films.texts)}, texts {len(written.texts)}; {tokenizer.version}",
    )
    return Weights(meta, tuple(model.buckets for model in linear), domain.buckets, models.network)


def _film_share(morphemes: Morphemes, domain: Linear) -> Floats:
    words = Hasher(morphemes.vocabulary).words(morphemes)
    return film_share(*words, len(morphemes.texts), domain.buckets, (domain.scale, domain.intercept))
