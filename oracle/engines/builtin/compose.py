"""Building a post: the facts first, then those of the persona's lines that still fit."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, groupby

from oracle.domain import Source
from oracle.engines.builtin.draft import Draft, Piece, join
from oracle.engines.builtin.facts import cited, mentioned, stated
from oracle.engines.builtin.lines import ordered, with_topic, without_topic
from oracle.engines.builtin.material import Material, gather
from oracle.engines.builtin.phrases import mentions
from oracle.engines.builtin.sentences import Sentence
from oracle.engines.builtin.topic import Topic
from oracle.platforms import PLATFORMS, PlatformRules
from oracle.ports import WriteRequest

_ROOMY = 500
_MAX_CONNECTIVES = 3
_CLOSING = 60
_MAX_REPEATED_WORDS = 4


def compose(request: WriteRequest, key: str) -> Piece | None:
    """The post for `request`; empty where no line fits, None where the brief has no subject."""
    material = gather(request, key)
    if material is None:
        return None
    rules = PLATFORMS[request.platform]
    voice = request.card.voice
    draft = Draft(facts=tuple(_paragraphs(request, material, rules, key)))
    hooks = list(_hooks(ordered(voice.hooks, key), material))
    hooks = [*_brief_ones(hooks, draft, rules), *hooks]
    draft = _fitting(draft, (replace(draft, hook=hook) for hook in hooks), rules)
    if not draft.render():
        return Piece("")
    tails = _tails(material.entities, draft.render().text)
    draft = _fitting(draft, (replace(draft, tail=tail) for tail in tails), rules)
    if not any(sentence.text.endswith("?") for sentence in material.said):
        questions = _closings(ordered(voice.questions, key), material.topic, rules)
        draft = _fitting(draft, (replace(draft, question=line) for line in questions), rules)
    stances = _closings(ordered(voice.stances, key), material.topic, rules)
    return _fitting(draft, (replace(draft, stance=line) for line in stances), rules).render()


def _fitting(draft: Draft, drafts: Iterable[Draft], rules: PlatformRules) -> Draft:
    """The first of `drafts` that the platform takes, or else `draft`."""
    return next((each for each in drafts if rules.fits(each.render().text)), draft)


def _brief_ones(hooks: Sequence[Piece], draft: Draft, rules: PlatformRules) -> Iterator[Piece]:
    """The hooks that leave room for a closing line."""
    drafts = ((hook, replace(draft, hook=hook).render()) for hook in hooks)
    return (hook for hook, post in drafts if rules.count(post.text) + _CLOSING <= rules.limit)


def _hooks(hooks: Sequence[str], material: Material) -> Iterator[Piece]:
    """Lines that name the topic first, unless a statement names it."""
    topic = material.topic
    plain = without_topic(hooks) if material.said or material.found else iter(())
    if topic is None:
        return plain
    named = any(mentions(sentence.text, topic.name.text) for sentence in material.said)
    naming = with_topic(hooks, topic)
    return chain(plain, naming) if named else chain(naming, plain)


def _closings(lines: Sequence[str], topic: Topic | None, rules: PlatformRules) -> Iterator[Piece]:
    """Lines in their order; those that name the topic only where repeating it reads well."""
    repeated = topic if topic and rules.limit >= _ROOMY and _is_repeatable(topic) else None
    for line in lines:
        yield from without_topic([line])
        if repeated:
            yield from with_topic([line], repeated)


def _is_repeatable(topic: Topic) -> bool:
    found = topic.text.lower().split()
    return not topic.article and found[0] not in {"a", "an"} and len(found) <= _MAX_REPEATED_WORDS


def _tails(entities: Sequence[Sentence], text: str) -> Iterator[Piece]:
    """The entities that `text` lacks: all of them, then fewer and fewer."""
    missing = [entity for entity in entities if not mentions(text, entity.text)]
    return (mentioned(missing[:count]) for count in range(len(missing), 0, -1))


def _paragraphs(
    request: WriteRequest, material: Material, rules: PlatformRules, key: str
) -> Iterator[tuple[Piece, ...]]:
    """On a short platform one paragraph; elsewhere a citing one for each two sentences."""
    roomy = rules.limit >= _ROOMY
    said = tuple(map(stated, material.said))
    groups = _groups(material.found, most=2 if roomy else len(material.found))
    cited = [_citing(group, request.brief.sources) for group in groups]
    if not roomy:
        yield (*said, *cited)
        return
    yield said
    leads = iter(ordered(request.card.voice.connectives, key)[:_MAX_CONNECTIVES])
    for position, piece in enumerate(cited):
        plain = ":" in piece.text or (position == 0 and not said)
        yield (Piece("") if plain else Piece(next(leads, "")), piece)


def _groups(found: Sequence[Sentence], most: int) -> Iterator[list[Sentence]]:
    """Runs of at most `most` sentences from the same source."""
    for _, run in groupby(found, key=lambda sentence: sentence.source):
        rest = list(run)
        while rest:
            yield rest[:most]
            rest = rest[most:]


def _citing(group: Sequence[Sentence], sources: Sequence[Source]) -> Piece:
    *before, last = group
    return join((*(cited(each) for each in before), cited(last, sources[last.source])), " ")
