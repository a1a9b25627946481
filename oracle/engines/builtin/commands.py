"""The ways in which a brief asks for a post, as patterns of the words before its subject."""

import re

_GENRE = (
    r"(?:posts?|tweets?|threads?|toots?|skeets?|casts?|updates?|announcements?|captions?|messages?"
    r"|ads?|adverts?|articles?|story|stories|copy|blog(?: post)?|notes?|texts?|content"
    r"|something(?: \w+)?|paragraphs?|lines?|jokes?|teasers?|pitch|reviews?|recap|summary"
    r"|reminders?|invitations?|words|piece|essay|intro|introduction|poem|haiku|report|explainer"
    r"|overview|take|opinion|thoughts|tips|promo|promotion|slogan|tagline|headline|newsletter"
    r"|blurb|rant|shout-?out|thank-?you|welcome|letter|one-?liner|hot take|call to action"
    r"|manifesto|list)"
)
_PLATFORM = (
    r"(?:linkedin|twitter|x|bluesky|mastodon|farcaster|lens|instagram|facebook|social media)"
)
_GROUP = (
    r"(?:followers|readers|customers|users|community|neighbou?rs|members|audience|team|fans|guests"
    r"|subscribers|investors|clients|students|developers|visitors)"
)
_PEOPLE = (
    rf"(?:me|us|people|everyone|everybody|the world|{_GROUP}"
    rf"|(?:our|my|your|the|all)(?: \w+)? {_GROUP})"
)
_PURPOSE = (
    rf"(?:announce|promote|introduce|celebrate|launch|advertise|explain|present|share|recommend"
    rf"|invite {_PEOPLE} to|tell {_PEOPLE} about|remind {_PEOPLE} (?:about|of|that)|thank)"
)
_DOING = (
    rf"(?:announcing|promoting|introducing|celebrating|explaining|advertising|describing|presenting"
    rf"|sharing|launching|inviting {_PEOPLE} to|thanking|reminding {_PEOPLE} (?:about|of|that)"
    rf"|saying that|arguing that|arguing for)"
)
_THAT = (
    r"(?:that (?:announces|promotes|explains|introduces|celebrates|describes|advertises|presents)"
    r"|that(?= (?:we|our|i|my|the|he|she|they|you|this|an?)\b))"
)
_ABOUT = rf"(?:about|(?:on|for)(?! {_PLATFORM}\b)|regarding|of|to {_PURPOSE}|{_DOING}|{_THAT}|:)"
_WRITE = (
    r"(?:write|draft|create|compose|make|craft|prepare|produce|generate|do|give|publish|tweet|post"
    r"|need|want|pen|design)"
)
_POLITE = (
    r"(?:(?:hi|hello|hey|please|kindly|can you|could you|would you|will you|i want you to"
    r"|i'd like you to|i would like you to|we want you to|your task is to|i need you to"
    r"|help (?:me|us)(?: to)?|let's|i'd like|i would like|we'd like|looking for"
    r"|(?:i|we)(?: just| really)?(?=\s(?:need|want)\b)"
    r"|(?:task|prompt|brief|topic|subject)(?=:))\b[\s,:!]*)*"
)
_SPEAKER = r"(?:our|my|your|his|her|their|the|this|that|we|i|it|you|they|he|she|there)"
_FORM = (
    rf"(?:(?:(?:an?|the|some|one|our|my|two|three|\d+)\s)?(?:[\w'’&-]+,?\s){{0,4}}?{_GENRE}\b)"
    rf"(?:\s(?:on|for) (?:{_PLATFORM}|{_PEOPLE})\b"
    rf"|\s(?:for|to) (?:[\w-]+\s){{1,4}}?(?=about\b)"
    rf"|\sin (?:the style of )?[^.,:]{{1,40}}?\s(?=about\b))?"
)
_SURE_VERB = (
    r"(?:announce|promote|introduce|celebrate|advertise|describe|discuss|publici[sz]e|highlight"
    r"|showcase|summari[sz]e|recommend|mention|explain|tease|explore|argue(?= that)|say(?= that)"
    r"|make fun of"
    r"|announcing|introducing|presenting|celebrating|promoting|explaining)"
)
_OTHER_VERB = r"(?:share|launch|review|present|cover|pitch|welcome|feature|compare)"
_NOUN_NEXT = (
    r"(?=(?:the|an?|our|my|your|his|her|their|this|that|these|those|why|how|what|all|\d)\b)"
)

ASK = re.compile(
    rf"^{_POLITE}(?:"
    rf"(?:{_WRITE}\s(?:(?:for )?{_PEOPLE}\s)?|(?!{_SPEAKER}\b)){_FORM},?\s*{_ABOUT}(?:\s|(?<=:))"
    rf"|(?:{_WRITE}|talk|speak|think|rant|joke)(?:\s(?:on|for) {_PLATFORM})?\s(?:about|on)\s"
    rf"|{_SURE_VERB}:?\s(?:to {_PEOPLE} )?(?!of\b)"
    rf"|(?:topic|subject|theme|about)\s?:\s"
    rf"|(?:launching|announcing|introducing|presenting|opening|coming|out)(?:\s\w+)?:\s"
    rf"|(?P<words>say)\s"
    rf"|(?P<thanks>thank|congratulate|praise)\s"
    rf"|{_OTHER_VERB}\s{_NOUN_NEXT}"
    rf"|(?:tell|inform|remind|persuade|convince|teach|warn|show|update)\s{_PEOPLE}"
    rf"\s(?!to\b)(?:(?:about|of|on)\s)?"
    rf"|ask\s{_PEOPLE}\s(?=(?:what|how|why|which|who|where|when|if|whether)\b)"
    rf"|(?:invite|encourage|urge|ask|get|motivate|inspire|persuade|convince|remind|tell)"
    rf"\s{_PEOPLE}\s(?=to\b)"
    rf")",
    re.IGNORECASE,
)
"""Matches a request up to its subject.

The group `thanks` matches where the rest may give a reason, `words` where it is what to say.
"""

BARE_ASK = re.compile(rf"^{_POLITE}{_WRITE}\s(?:{_PEOPLE}\s)?{_FORM}\W*$", re.IGNORECASE)
"""Matches a request that names no subject."""

_LENGTH = r"(?:words|characters|sentences?|lines?|paragraphs?)"
_LESS = r"(?:under|fewer than|less than|at most|no more than|about|around|max(?:imum)?)"
_STYLE = (
    r"(?:tone|voice|style|humou?r|emojis?|hashtags?|jargon|call to action|cta|exclamation marks?)"
)

MANNER = re.compile(
    rf"(?<![\s,;(—–-])[\s,;(—–-]*\b(?:"
    rf"in (?:an? )?[\w-]+(?:(?:,| and|,? but) [\w-]+)* (?:tone|voice|style|way|manner)"
    rf"|(?:in )?(?:{_LESS} )?(?:\d+|one|two|three|four|five) {_LENGTH}"
    rf"|(?:with|without|using|no|include|including|add)"
    rf" (?:(?:an?|some|any|two|three|\d+) )?(?:[\w-]+ )?{_STYLE}"
    rf"|(?:on|for) (?:(?:our|my|the|an?) )?{_PLATFORM}(?: (?:page|account|audience|followers))?"
    rf"|(?:for|to) (?:(?:our|my|the|your) )?(?:{_GROUP}|newsletter|beginners|kids)"
    rf"|aimed at|targeting|asap|please"
    rf")\b.*$",
    re.IGNORECASE,
)
"""Matches the end of a request that says how to write."""

_ABOUT_STYLE = (
    rf"(?:{_STYLE}|{_LENGTH}|word|character|english|bullets?|links?|formal|json|markdown|language"
    rf"|question|joke|pun|clich[eé]s?|buzzwords?|pirate|post|text|format)"
)

HOW_TO_WRITE = re.compile(
    rf"^(?:please |and |also |but )*(?:"
    rf"(?:tone|style|length|format|audience|platform|voice|language|goal|cta|hashtags?)\s*[:=]"
    rf"|(?:make|keep|write) (?:it|this|that|the (?:post|tone|text))\b"
    rf"|it should\b|(?:the )?(?:post|tone|text|style) should\b"
    rf"|be \w+(?:(?:,? and|,)? \w+){{0,2}}[.!]?$|{_LESS} \d+"
    rf"|(?:use|include|add|avoid|skip|keep|stay|end|start|begin|open|close|don't|do not|no|without"
    rf"|with|limit|sound|output|respond|reply|return|answer|translate|act|pretend)\b"
    rf".*\b{_ABOUT_STYLE}\b)",
    re.IGNORECASE,
)
"""Matches a sentence that only says how to write."""
