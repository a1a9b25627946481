"""From a text to the post that simulated readers meet: the one place that asks the scores.

The rates are those that the engagement criterion expects of the text alone: a prior, measured on
nobody. What the text is about is read from words of sixteen topics, the interests that the default
population has.
"""

from oracle.audience.post import DOUBT, Post
from oracle.domain import Platform
from oracle.errors import Permanent
from oracle.platforms import PLATFORMS
from oracle.scoring.engagement import probabilities
from oracle.scoring.reading import read
from oracle.scoring.space import TextSpace

# Editorial: what people post about, each with words that give it away.
TOPICS = {
    "technology": "technology software ai computer code app data robot internet device developer",
    "science": "science research study physics space biology experiment theory discovery nasa",
    "business": "business startup company founder customer sales strategy market hiring leadership",
    "finance": "finance money stock invest crypto bitcoin bank token economy inflation price",
    "politics": "politics election vote government policy law president senate minister democracy",
    "sport": "sport football match team goal league player coach race olympics basketball",
    "music": "music song album band concert guitar singer playlist piano melody",
    "film": "film movie series actor director cinema tv show episode trailer",
    "games": "game gaming player console quest level esports chess puzzle multiplayer",
    "health": "health medicine doctor sleep fitness exercise diet mental disease hospital",
    "food": "food recipe cook coffee bread restaurant kitchen dinner taste vegetable",
    "travel": "travel trip city flight hotel beach mountain train passport journey",
    "nature": "nature climate energy solar tree animal ocean garden weather bird panel",
    "art": "art design painting photo drawing museum artist color gallery poem",
    "education": "education school student teacher learn book university course lesson read",
    "life": "life love family friend home morning child dog cat weekend happy",
}
_MOST_CHARACTERS = 10_000
_COMMON = 0.01


def post_of(text: str, platform: Platform) -> Post:
    """The post that `text` is on `platform`, for a population with `TOPICS` for its interests.

    A text with none of the topics' words is about all of them equally: nobody is drawn more than
    others. Raises `Permanent` where the text is empty, or longer than the platform takes.
    """
    if len(text) > _MOST_CHARACTERS:
        raise Permanent(f"the text has {len(text):,} characters: {_MOST_CHARACTERS:,} at most")
    rules = PLATFORMS[platform]
    if not rules.fits(text):
        raise Permanent(
            f"the text has {rules.count(text):,} {rules.unit}, {rules.slug} takes "
            f"{rules.limit:,}: shorten it"
        )
    reading = read(text, platform)
    if not reading.text:
        raise Permanent("the text is empty, or speaks only to judges: give what shall be posted")
    chances = probabilities(reading)
    rates = {
        "like": chances["like"],
        "reply": chances["reply"],
        "repost": min(1.0, chances["repost"] + chances["quote"]),
        "click": chances["click"],
    }
    return Post(rates=rates, topics=_topics(reading.text), doubt=DOUBT)


def _topics(text: str) -> tuple[float, ...]:
    """Shares in proportion to similarity plus 0.01, by TF-IDF."""
    about = list(TOPICS.values())
    near = TextSpace([*about, text]).cosine([text], about)[0] + _COMMON
    shares = (near / near.sum()).tolist()
    return tuple(shares)
