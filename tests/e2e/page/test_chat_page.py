"""Talking with a persona in a browser: answered, kept, given."""

import re
from collections.abc import Callable
from typing import Any

from oracle.personas.cards import default_cards
from tests.e2e.page.acting import connect, sign_in

Open = Callable[..., Any]

TALKER, GUEST, LURKER, PERSONA = 8, 9, 7, 1
NAME = default_cards()[PERSONA - 1].name
XSS = '<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>'
SAID = f"What do you think of tea? {XSS}"


def test_chat__markup_said__answered_with_label_kept_and_given(open_page: Open) -> None:
    page = open_page(f"/persona/{PERSONA}/chat", TALKER)
    page.get_by_text(f"Sign in to talk with {NAME}.").wait_for()
    connect(page)
    sign_in(page)
    log = page.get_by_role("log", name=f"Conversation with {NAME}")
    page.get_by_label(f"Your message to {NAME}").fill(SAID)
    page.get_by_role("button", name="Send").click()
    label = log.get_by_text(re.compile(r"^built-in writer \(no language model\)"))
    label.wait_for()
    heard = log.inner_text()
    assert SAID in heard

    page.reload()
    label.wait_for()
    assert log.inner_text() == heard

    page.get_by_role("button", name="Give as a contribution").click()
    page.get_by_role("dialog").get_by_label("Title").fill("About tea")
    page.get_by_role("button", name="Go on to contribute").click()
    page.get_by_role("heading", name="Contribute").wait_for()
    assert page.get_by_label("Title").input_value() == "About tea"
    assert page.get_by_role("radio", name="Conversation").is_checked()
    assert page.get_by_role("combobox", name=re.compile("^Persona")).input_value() == str(PERSONA)
    given = page.get_by_role("textbox", name=re.compile("^Text")).input_value()
    assert given.startswith(f"User: {SAID}\n\n{NAME}: ")
    assert page.evaluate("window.pwned") is None


def test_chat__said_before_connected_or_lost__is_sent_by_itself(open_page: Open) -> None:
    page = open_page("/", GUEST)
    connect(page)
    sign_in(page)
    sockets: list[Any] = []
    reaches_service = False

    def pass_on(socket: Any) -> None:
        sockets.append(socket)
        if reaches_service:
            socket.connect_to_server()

    page.route_web_socket(re.compile("/chat"), pass_on)
    page.goto(f"/persona/{PERSONA}/chat")
    page.get_by_label(f"Your message to {NAME}").fill("Are you there?")
    page.get_by_role("button", name="Send").click()
    page.get_by_text("not sent yet: it goes out once connected").wait_for()
    reaches_service = True
    sockets[-1].close()
    answer = page.get_by_role("log").get_by_text(re.compile("^built-in writer"))
    answer.wait_for()

    reaches_service = False
    sockets[-1].close()
    page.get_by_text("Connection lost. It is tried again by itself.").wait_for()
    reaches_service = True
    page.get_by_text("Connected", exact=True).wait_for()
    assert answer.count() == 1


def test_chat__opened_and_left__leaves_no_conversation(open_page: Open) -> None:
    page = open_page(f"/persona/{PERSONA}/chat", LURKER)
    connect(page)
    sign_in(page)
    page.get_by_text("Connected", exact=True).wait_for()
    page.get_by_role("link", name="My chats").click()
    page.get_by_text("You have talked with nobody yet.").wait_for()
    page.go_back()
    page.get_by_label(f"Your message to {NAME}").fill("Hello")
    page.get_by_role("button", name="Send").click()
    answer = page.get_by_role("log").get_by_text(re.compile("^built-in writer"))
    answer.wait_for()
    page.get_by_role("button", name="New conversation").click()
    answer.wait_for(state="detached")
    page.get_by_text("Connected", exact=True).wait_for()
    page.get_by_role("link", name="My chats").click()
    page.get_by_role("link", name="Hello").wait_for()
    assert page.get_by_role("button", name=re.compile("^Delete")).count() == 1
