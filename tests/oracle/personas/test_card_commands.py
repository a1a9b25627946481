"""``python -m oracle card``."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from oracle.__main__ import main
from oracle.domain import Card
from oracle.personas.cards import CARD_NAMES, default_card, default_cards
from oracle.personas.exchange import import_card
from tests.oracle.personas.foreign_cards import ELIZA, V2, packed


def card(*arguments: object) -> Result:
    return CliRunner(mix_stderr=False).invoke(main, ["card", *map(str, arguments)])


def test_import_then_export__is_the_file_again(tmp_path: Path) -> None:
    file, ours = tmp_path / "tamsin.character.json", tmp_path / "card.json"
    file.write_bytes(packed(ELIZA | {"secrets": {"OPENAI_API_KEY": "sk-not-for-you"}}))
    imported = card("import", file)
    assert imported.exit_code == 0
    assert "Left out" in imported.stderr
    assert "sk-not-for-you" not in imported.output
    ours.write_text(imported.stdout, encoding="utf-8")
    assert Card.model_validate_json(imported.stdout).name == "Tamsin Quill"
    exported = card("export", ours, "--to", "elizaos")
    assert json.loads(exported.stdout) == ELIZA


def test_export__default_persona_as_png__is_a_card_again(tmp_path: Path) -> None:
    png = tmp_path / "pip.png"
    assert card("export", "humorous", "--png", png).stdout == f"{png} holds Pip Marlow\n"
    assert import_card(png.read_bytes()).card == default_cards()[0]
    again = card("export", "humorous", "--png", png)
    assert again.exit_code == 1
    assert "exists: give another name" in again.stderr
    other = tmp_path / "other.png"
    assert card("export", "contrarian", "--png", other, "--picture", png).exit_code == 0
    assert import_card(other.read_bytes()).card == default_card("contrarian")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("export", "nobody", "--to", "v2"), "no default persona"),
        (("show", "x" * 5_000), "no default persona"),
        (("export", "humorous"), "--to elizaos"),
        (("export", "humorous", "--to", "v2", "--png", "x.png"), "either"),
        (("export", "humorous", "--to", "v2", "--picture", __file__), "--picture goes with"),
        (("import", __file__), "no JSON"),
    ],
)
def test_command__misused__says_what_to_do(arguments: tuple[str, ...], says: str) -> None:
    result = card(*arguments)
    assert result.exit_code == 1
    assert result.stderr.startswith("oracle: ")
    assert says in result.stderr


def test_check__each_thing_wrong__is_a_line(tmp_path: Path) -> None:
    file = tmp_path / "card.json"
    data = json.loads(default_cards()[0].to_bytes())
    file.write_bytes(packed(data | {"tone": "", "platforms": ["myspace"], "more": 1}))
    result = card("check", file)
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert [line.partition(":")[0] for line in lines] == [
        "FAIL tone",
        "FAIL platforms.0",
        "FAIL more",
    ]
    file.write_bytes(packed(V2))
    good = card("check", file)
    assert good.exit_code == 0
    assert good.stdout.startswith("ok   Lamplighter Odd: a card of format v2\nnote ")


@pytest.mark.parametrize("action", ["show", "import"])
def test_command__file_that_is_no_card__names_the_file(tmp_path: Path, action: str) -> None:
    file = tmp_path / "notes.json"
    file.write_text("not json")
    result = card(action, file)
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"{file}: this is no JSON" in result.stderr


def test_export__picture_that_is_none__says_what_to_give(tmp_path: Path) -> None:
    picture = tmp_path / "notes.txt"
    picture.write_text("no picture")
    result = card("export", "humorous", "--png", tmp_path / "new.png", "--picture", picture)
    assert (result.exit_code, (tmp_path / "new.png").exists()) == (1, False)
    assert "the picture is no PNG, JPEG or WebP" in result.stderr


@pytest.mark.parametrize("name", CARD_NAMES)
def test_show__default_persona__is_shown(name: str) -> None:
    result = card("show", name)
    assert result.exit_code == 0
    assert default_card(name).name in result.stdout


def test_show__hostile_card__is_shown_as_text(tmp_path: Path) -> None:
    file = tmp_path / "card.json"
    data = json.loads(default_cards()[0].to_bytes())
    file.write_bytes(packed(data | {"bio": "[red]x[/] \x1b[2J \u202e", "name": "[bold]N"}))
    result = card("show", file)
    assert result.exit_code == 0
    assert "[red]x[/]" in result.stdout
    assert "[bold]N" in result.stdout
    assert not {"\x1b", "\u202e"} & set(result.stdout)


def test_import__hostile_card__prints_nothing_that_a_terminal_acts_on(tmp_path: Path) -> None:
    file = tmp_path / "card.json"
    hostile = {"name": "N", "bio": "x", "lore": ["\x1b[2J\x9b31m \u202e \u200b"]}
    file.write_bytes(packed(hostile))
    result = card("import", file)
    assert not {"\x1b", "\x9b", "\u202e", "\u200b"} & set(result.stdout)
    kept = Card.model_validate_json(result.stdout).extensions["elizaos"]
    assert kept == hostile
