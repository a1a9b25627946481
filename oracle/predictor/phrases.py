"""What the synthetic world's posts are made of. Its people and their interests are made up."""

TOPICS: dict[str, tuple[str, ...]] = {
    "coffee": ("espresso", "roasting beans", "pour-over filters", "a cafe menu", "oat milk foam"),
    "cycling": ("bike lanes", "gravel tyres", "the morning commute", "a steep climb", "helmets"),
    "gardening": ("tomato seedlings", "compost", "pruning roses", "a balcony garden", "slug traps"),
    "astronomy": (
        "the Perseids",
        "a small telescope",
        "Saturn's rings",
        "dark skies",
        "eclipses",
    ),
    "databases": ("slow queries", "an index", "schema migrations", "backups", "a replica"),
    "hiring": ("job interviews", "a first hire", "salary bands", "onboarding", "references"),
    "baking": ("sourdough", "rye flour", "a proofing basket", "croissant layers", "a hot oven"),
    "football": ("the back four", "pressing", "a penalty", "youth academies", "set pieces"),
    "housing": ("rent control", "insulation", "a housing co-op", "planning permits", "heat pumps"),
    "music": ("a chord change", "vinyl reissues", "home recording", "a drum loop", "live sets"),
    "privacy": ("cookie banners", "passkeys", "data brokers", "encrypted chats", "a phishing mail"),
    "teaching": ("homework", "a noisy class", "reading lists", "exam marking", "group projects"),
}
"""Each topic with its things."""

ANGLES: dict[str, tuple[str, ...]] = {
    "story": (
        "Last winter {a} went wrong for me, and I remember every minute of it.",
        "My grandmother taught me about {a} long before I cared.",
        "I failed at {a} for a year. Then a stranger showed me what I had missed.",
        "The day that {a} saved my week started badly.",
    ),
    "guide": (
        "How to begin with {a}: start small, write it down, repeat.",
        "Three steps for {a}: measure, change one thing, compare.",
        "A checklist for {a} that fits on a napkin.",
        "The simplest way to learn {a} is to teach {b} to a friend.",
    ),
    "news": (
        "A new report on {a} came out, and the part about {b} matters most.",
        "The council votes on {a} this week.",
        "Prices around {a} have changed again, official figures say.",
        "Researchers published a study that compares {a} with {b}.",
    ),
    "opinion": (
        "Unpopular opinion: {a} matters less than {b}.",
        "Everyone is wrong about {a}. It was never the problem.",
        "We should stop pretending that {a} will fix {b}.",
        "I would trade all talk of {a} for one honest look at {b}.",
    ),
    "boast": (
        "Proud to announce that our team won a prize for {a}.",
        "Thrilled to share my certificate in {a} with this amazing network.",
        "Honoured to speak on {a} at a conference once more.",
        "So humbled by the response to our launch around {a}.",
    ),
}
"""How a post speaks of its things, {a} and {b}."""

BODIES = (
    "It took longer than planned.",
    "Most of the work was in {b}, not in {a}.",
    "Nobody had told us about {b}.",
    "I keep coming back to {b}.",
    "The details are dull and they decide everything.",
    "Next time we begin with {b}.",
    "There is a lot left to find out.",
)
FIGURES = ("It cost {n} euros.", "After {n} tries it worked.", "In {n} days it was done.")
QUESTIONS = ("What would you do?", "Who has tried this?", "Am I the only one?", "Where to begin?")
GLAD = (
    "I love it.",
    "What a wonderful, happy surprise!",
    "Great work, everyone.",
    "Superb.",
)
SAD = ("It was a terrible loss.", "I hate how bad this is.", "An awful, sad mess.", "Shame on us.")
EMOJI = ("🚀", "🎉", "🙂", "🔥", "🌱", "👏")
