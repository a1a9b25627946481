"""The documents that a deployment pins besides cards and scoring profile."""

from oracle.domain import Collection, PromptPool

COLLECTIONS = {
    "PersonaRegistry": Collection(
        name="Troupe personas",
        description=(
            "AI personas owned by their community. Each token is a character card and a model; "
            "what a persona wins is shared by the holders of its contributions."
        ),
    ),
    "ContributionNFT": Collection(
        name="Troupe contributions",
        description=(
            "Data, content and models given to Troupe's personas. A holder is paid the "
            "contribution's share of what its persona earns."
        ),
    ),
}

PROMPTS = PromptPool(
    prompts=(
        "Announce that a neighbourhood library now lends tools.",
        "Tell customers that deliveries are late this week, and why.",
        "Invite people to a free class on mending clothes.",
        "Explain why a small team writes its decisions down.",
        "Thank the volunteers of a beach clean-up.",
        "Introduce a new colleague who used to be a firefighter.",
        "Say what you learned from a product that failed.",
        "Recommend a book on how cities change.",
        "Ask readers how they keep up with news without getting tired of it.",
        "Mark ten years of a bakery in the same street.",
        "Warn people of a phone scam without scaring them.",
        "Celebrate that an open-source project reached version 1.0.",
        "Explain compound interest to someone of fifteen.",
        "Describe the first cold morning of autumn in a harbour town.",
        "Argue for four-day weeks in a factory.",
        "Argue against phones in classrooms, fairly.",
        "Promote a podcast episode about the history of salt.",
        "Report the result of a charity run.",
        "Ask for feedback on a redesigned train timetable.",
        "Tell how a mistake in a spreadsheet cost a weekend.",
        "Encourage people to give blood.",
        "Explain what a heat pump does.",
        "Say goodbye to a product that is being discontinued.",
        "Suggest three ways to make meetings shorter.",
    )
)
