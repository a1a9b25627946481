"""Writing a post in a browser: scored as it is typed, drafted by personas, predicted, kept."""

import re
from collections.abc import Callable
from typing import Any

from oracle.assistant.feedback.learning import Feedback
from oracle.assistant.feedback.ledger import Ledger
from oracle.assistant.feedback.records import Interval, Prediction
from oracle.assistant.feedback.rewards import Thumb
from oracle.assistant.people.database import open_people
from oracle.personas.cards import default_cards
from oracle.predictor.loading import load_posts
from tests.e2e.page.acting import connect, sign_in
from tests.oracle.assistant.conftest import a_choice
from tests.stage import Stage

Open = Callable[..., Any]

WRITER, LEARNER = 9, 8
NAME = default_cards()[0].name
XSS = '<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>'
MARKUP = XSS[:36]
CRITERIA = ("Engagement", "Trend relevance", "Sentiment", "Virality", "Readability")


def test_assistant__typed_post__scored_with_reasons_and_predicted(open_page: Open) -> None:
    page = open_page("/assistant", WRITER)
    page.get_by_label("Your post").fill("Tea is the best drink of all. Who is with me?")
    scores = page.get_by_role("region", name="Scores")
    for criterion in CRITERIA:
        scores.get_by_role("progressbar", name=re.compile(f"^{criterion}: [0-9,]+ of")).wait_for()
    scores.get_by_role("button", name=re.compile("^Why ")).first.click()
    scores.get_by_text("to begin with").first.wait_for()
    scores.get_by_role("heading", name="What would raise it").wait_for()

    outlook = page.get_by_role("region", name="Predicted performance")
    outlook.get_by_role("button", name="Predict").click()
    outlook.get_by_role("columnheader", name="Typical").wait_for()
    low, typical, high = (
        int(text.replace(",", ""))
        for text in outlook.get_by_role("row").nth(1).get_by_role("cell").all_inner_texts()[-3:]
    )
    assert 0 <= low <= typical <= high
    outlook.get_by_role("heading", name="What to expect").wait_for()
    outlook.locator(".recharts-bar-rectangle").first.wait_for()


def test_assistant__markup_in_post__drafted_by_personas_taken_and_kept(open_page: Open) -> None:
    page = open_page("/assistant", WRITER)
    connect(page)
    sign_in(page)
    post = page.get_by_label("Your post")
    page.get_by_label("What it shall say").fill(f"Praise tea. {XSS}")
    post.fill(XSS)
    page.get_by_label("Name of this draft").fill(XSS)

    voices = page.get_by_role("region", name="Let personas write it")
    voices.get_by_role("button", name="Add a source").click()
    voices.get_by_role("textbox", name="Title").fill(XSS)
    voices.get_by_role("textbox", name="Text", exact=True).fill(f"Tea is old. {XSS}")
    voices.get_by_role("button", name="Write", exact=True).click()
    voices.get_by_text("which is no language model").wait_for()
    written = voices.get_by_role("article", name=NAME)
    best = written.get_by_role("blockquote").first
    written.get_by_text("Likes this best").wait_for()
    text = best.inner_text()
    written.get_by_role("button", name="Take this").first.click()
    assert post.input_value() == text != ""
    page.get_by_role("button", name="Save draft").click()
    page.get_by_text("Saved in your account.").wait_for()

    page.goto("/you")  # where nothing is written into this tab's memory any more
    page.evaluate("sessionStorage.clear()")
    page.goto("/assistant")  # as another tab: from the account, not from this one's memory
    assert post.input_value() == ""
    page.get_by_role("button", name="My drafts").click()
    page.get_by_role("dialog").get_by_role("button", name=XSS).first.click()
    page.get_by_text("Saved in your account.").wait_for()
    assert post.input_value() == text
    page.reload()
    page.get_by_text("Saved in your account.").wait_for()
    assert post.input_value() == text
    page.get_by_role("button", name="My drafts").click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_role("button", name=f"Delete {XSS}").click()
    drawer.get_by_role("button", name="Keep it").click()
    drawer.get_by_role("button", name=f"Delete {XSS}").click()
    drawer.get_by_role("button", name="Delete for good").click()
    drawer.get_by_text("No draft yet.").wait_for()
    assert post.input_value() == text
    assert page.evaluate("window.pwned") is None


def test_assistant__written_post__said_anew_by_personas_and_undone(open_page: Open) -> None:
    page = open_page("/assistant", WRITER)
    voices = page.get_by_role("region", name="Let personas write it")
    rewrite = voices.get_by_role("button", name="Rewrite your post")
    post = page.get_by_label("Your post")
    assert rewrite.is_disabled()
    page.get_by_label("What it shall say").fill("Praise zeppelins.")
    post.fill("Tea is the best drink of all.")
    rewrite.click()
    written = voices.get_by_role("article", name=NAME)
    written.get_by_text("Likes this best").wait_for()
    text = written.get_by_role("blockquote").first.inner_text()
    assert "Tea is the best drink of all." in text
    assert "anew" not in text
    assert "zeppelin" not in text  # a word in no persona's lines
    written.get_by_role("button", name="Take this").first.click()
    assert post.input_value() == text
    page.get_by_role("button", name="Undo “take this”").click()
    assert post.input_value() == "Tea is the best drink of all."
    post.fill("a" * 2_001)
    voices.get_by_text("Yours is too long for that").wait_for()
    assert rewrite.is_disabled()


def test_assistant__thumbs_on_drafts__are_kept_undone_and_learnt_from(
    open_page: Open, stage: Stage
) -> None:
    page = open_page("/assistant", LEARNER)
    page.get_by_label("What it shall say").fill("Praise tea, the best of drinks.")
    voices = page.get_by_role("region", name="Let personas write it")
    write = voices.get_by_role("button", name="Write", exact=True)
    write.click()
    voices.get_by_text("Sign in before you write").first.wait_for()
    connect(page)
    sign_in(page)
    learnt = page.get_by_role("region", name="What was learnt from your drafts")
    learnt.get_by_text("Nothing yet.").wait_for()

    write.click()
    up = voices.get_by_role("button", name=f"Thumb up for {NAME}’s draft")
    down = voices.get_by_role("button", name=f"Thumb down for {NAME}’s draft")
    up.press("Enter")
    pressed(up).wait_for()
    written = learnt.get_by_role("article", name=NAME)
    written.get_by_text("1 draft, 1 outcome").wait_for()
    written.get_by_text("which takes no instructions").wait_for()
    down.press("Space")
    pressed(down).wait_for()
    assert up.get_attribute("aria-pressed") == "false"
    voices.get_by_role("button", name=f"Undo the thumb for {NAME}’s draft").click()
    written.get_by_text("1 draft, 0 outcomes").wait_for()
    pressed(down).wait_for(state="detached")
    assert down.get_attribute("aria-pressed") == "false"

    people = open_people(stage.folder / "people.sqlite")
    feedback = Feedback(Ledger(people, stage.address(LEARNER)))
    for number in range(4):
        post = feedback.keep_choice(a_choice(persona=MARKUP, text=f"{XSS} {number}"))
        feedback.record(post, Thumb(up=True))
    said = Prediction(by="predictor of a test", values={"likes": Interval(low=2, middle=5, high=9)})
    feedback.keep_prediction(post, said)
    people.dispose()
    page.reload()
    row = learnt.get_by_role("article", name=MARKUP).get_by_role("row", name="A short first")
    row.wait_for()
    cells = row.get_by_role("cell").all_inner_texts()
    assert cells[:2] == ["4", "4"]
    assert re.fullmatch(r"83% \(\d+% to \d+%\)", cells[2])

    learnt.get_by_role("button", name="Your drafts, and what became of them").click()
    newest = learnt.get_by_role("article", name=re.compile("’s draft of ")).first
    newest.get_by_role("cell", name="not told").wait_for()
    newest.get_by_role("button", name=re.compile("^Tell what readers did")).click()
    page.get_by_role("dialog").get_by_label("Likes").fill("40")
    page.get_by_role("dialog").get_by_role("button", name="Keep the counts").click()
    newest.get_by_role("cell", name="40, outside").wait_for()
    learnt.get_by_text("4 drafts, 5 outcomes").wait_for()
    agree = learnt.get_by_role("switch", name="Let this service’s predictor learn")
    assert not agree.is_checked()
    agree.press("Space")
    learnt.get_by_role("switch", checked=True).wait_for()
    page.reload()
    learnt.get_by_role("switch", checked=True).wait_for()
    with page.expect_download() as download:
        learnt.get_by_role("button", name="Download your posts with their counts").click()
    assert [post.text for post in load_posts(download.value.path()).posts] == [f"{XSS} 3"]
    learnt.get_by_role("button", name="Your drafts, and what became of them").click()
    newest.get_by_role("button", name="Delete this draft").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete for good").click()
    learnt.get_by_text("3 drafts, 3 outcomes").wait_for()
    assert page.evaluate("window.pwned") is None


def pressed(button: Any) -> Any:
    """That button, once it is pressed."""
    return button.and_(button.page.locator("[aria-pressed=true]"))
