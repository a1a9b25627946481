"""See test_agent_registry.tree. ERC-8004's own signatures and events, written by hand."""

import pytest
from eth_utils import keccak

FEE = 100 * 10**18
CARD, OTHER = b"\xca" * 32, b"\xcb" * 32
IPFS = "ipfs://f01551220"
REGISTER = "register(string)"
REGISTER_WITH_METADATA = "register(string,(string,bytes)[])"
SET_WALLET = "setAgentWallet(uint256,address,uint256,bytes)"
WALLET_SET = "AgentWalletSet(uint256 agentId,address newWallet,address owner,uint256 deadline)"
REGISTERED = "Registered(uint256 indexed,string,address indexed)"
METADATA_SET = "MetadataSet(uint256 indexed,string indexed,string,bytes)"
NOBODY = "0x" + "00" * 20
KEY = "agentWallet"


@pytest.fixture
def agent(registry, outside, dao, proposer) -> int:
    """A persona's token that someone holds: what only an owner may do can be tried."""
    signature = "transferFrom(address,address,uint256)"
    outside.send(dao, registry, signature, dao, proposer, 1)
    return 1


def wallet_of(outside, registry, agent_id: int) -> tuple[str, bytes]:
    """The agent's wallet, by both ways to read it."""
    wallet = outside.call(registry, "getAgentWallet(uint256)", agent_id, returns="address")
    return wallet, outside.call(
        registry, "getMetadata(uint256,string)", agent_id, KEY, returns="bytes"
    )


def consent(
    outside, registry, signer, wallet, owner, deadline: int, agent_id: int = 1, **elsewhere
) -> bytes:
    values = (agent_id, wallet.address, owner.address, deadline)
    return outside.sign(signer, registry, WALLET_SET, *values, **elsewhere)


@pytest.mark.parametrize("entries", [None, [], [("name", b"Six"), ("empty", b"")]])
def test_register__card_at_its_ipfs_address__is_a_persona(
    registry, outside, token, timelock, sponsor, entries
) -> None:
    token.approve(registry, FEE, sender=sponsor)
    uri = IPFS + CARD.hex()
    call = (REGISTER, uri) if entries is None else (REGISTER_WITH_METADATA, uri, entries)

    receipt = outside.send(sponsor, registry, *call)

    owner = timelock.address.lower()
    assert outside.events(receipt, registry, REGISTERED) == [(6, owner, uri)]
    transfer = "Transfer(address indexed,address indexed,uint256 indexed)"
    assert outside.events(receipt, registry, transfer) == [(NOBODY, owner, 6)]
    assert outside.call(registry, "tokenURI(uint256)", 6, returns="string") == uri
    given = entries or []
    said = [event for event in outside.events(receipt, registry, METADATA_SET) if event[2] != KEY]
    assert said == [(6, keccak(text=key), key, value) for key, value in given]
    for key, value in given:
        found = outside.call(registry, "getMetadata(uint256,string)", 6, key, returns="bytes")
        assert found == value


@pytest.mark.parametrize(
    "uri",
    [
        "",
        CARD.hex(),
        "https://example.org/agent.json",
        "ipfs://bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e",
        IPFS + CARD.hex()[:-1],
        IPFS + CARD.hex() + "0",
        IPFS + CARD.hex().upper(),
        IPFS + "0x" + CARD.hex()[2:],
        IPFS + CARD.hex()[:-1] + "g",
        "ipfs://f01551221" + CARD.hex(),
        IPFS + "00" * 32,
    ],
)
def test_register__any_other_address__refuses(registry, token, sponsor, dao, refusal, uri) -> None:
    token.approve(registry, FEE, sender=sponsor)
    error = f"RegistryInvalidURI(uri={uri})"

    assert refusal(registry.register, uri, [], sender=sponsor) == error
    assert refusal(registry.setAgentURI, 1, uri, sender=dao) == error


def test_register__without_a_card__refuses(registry, token, sponsor, refusal) -> None:
    token.approve(registry, FEE, sender=sponsor)

    assert refusal(registry.register, sender=sponsor) == "RegistryEmptyDigest()"


def test_set_agent_uri__timelock__is_the_next_card(registry, outside, dao) -> None:
    uri = IPFS + OTHER.hex()

    receipt = outside.send(dao, registry, "setAgentURI(uint256,string)", 1, uri)

    declaration = "URIUpdated(uint256 indexed,string,address indexed)"
    assert outside.events(receipt, registry, declaration) == [(1, dao.address.lower(), uri)]
    assert outside.call(registry, "tokenURI(uint256)", 1, returns="string") == uri
    assert registry.persona(1).cardVersion == 2


def test_set_metadata__timelock__is_read_by_key(registry, outside, dao) -> None:
    receipt = outside.send(dao, registry, "setMetadata(uint256,string,bytes)", 1, "k", b"v")

    assert outside.events(receipt, registry, METADATA_SET) == [(1, keccak(text="k"), "k", b"v")]
    for key, value in (("k", b"v"), ("K", b"")):
        found = outside.call(registry, "getMetadata(uint256,string)", 1, key, returns="bytes")
        assert found == value


def test_metadata__reserved_key__refuses(registry, token, sponsor, dao, refusal) -> None:
    token.approve(registry, FEE, sender=sponsor)
    entries = [("name", b"x"), (KEY, b"\1" * 20)]

    for method, *arguments, sender in (
        (registry.setMetadata, 1, KEY, b"\1" * 20, dao),
        (registry.register, IPFS + CARD.hex(), entries, sponsor),
    ):
        error = refusal(method, *arguments, sender=sender)
        assert error == f"RegistryReservedKey(key={KEY})"


def test_metadata__unknown_agent__refuses(registry, dao, refusal) -> None:
    for method, *arguments in (
        (registry.setMetadata, 9, "k", b"v"),
        (registry.getMetadata, 9, KEY),
        (registry.getAgentWallet, 9),
    ):
        error = refusal(method, *arguments, sender=dao)
        assert error == "RegistryUnknownPersona(personaId=9)"


def test_agent_wallet__at_first__is_the_vault(registry, outside) -> None:
    vault = registry.vaultOf(1).lower()

    assert wallet_of(outside, registry, 1) == (vault, bytes.fromhex(vault[2:]))


@pytest.mark.parametrize("kind", ["key", "contract wallet"])
def test_set_agent_wallet__signed_by_the_wallet__is_where_the_agent_is_paid(
    registry, outside, agent, make_mock, proposer, sponsor, clock, kind
) -> None:
    wallet = sponsor if kind == "key" else make_mock("Wallet1271", sponsor)
    deadline = clock.now() + 200
    signature = consent(outside, registry, sponsor, wallet, proposer, deadline)

    receipt = outside.send(proposer, registry, SET_WALLET, agent, wallet, deadline, signature)

    address = bytes.fromhex(wallet.address[2:])
    assert wallet_of(outside, registry, agent) == (wallet.address.lower(), address)
    assert outside.events(receipt, registry, METADATA_SET) == [
        (agent, keccak(text=KEY), KEY, address)
    ]


@pytest.mark.parametrize("change", ["agent", "wallet", "owner", "deadline", "key", "chain"])
def test_set_agent_wallet__consent_to_something_else__refuses(
    registry, outside, agent, proposer, sponsor, stranger, clock, refusal, change
) -> None:
    deadline = clock.now() + 200
    signature = consent(
        outside,
        registry,
        stranger if change == "key" else sponsor,
        stranger if change == "wallet" else sponsor,
        stranger if change == "owner" else proposer,
        deadline + (change == "deadline"),
        agent + (change == "agent"),
        chainId=1 if change == "chain" else 31337,
    )

    arguments = (agent, sponsor, deadline, signature)

    error = refusal(registry.setAgentWallet, *arguments, sender=proposer)
    assert error == f"RegistryInvalidSignature(wallet={sponsor.address})"


@pytest.mark.parametrize(
    ("seconds", "is_valid"), [(-1, False), (0, True), (300, True), (301, False)]
)
def test_set_agent_wallet__deadline__is_within_five_minutes(
    registry, outside, agent, proposer, sponsor, clock, refusal, seconds, is_valid
) -> None:
    at = clock.now() + 10
    deadline = at + seconds
    signature = consent(outside, registry, sponsor, sponsor, proposer, deadline)
    arguments = (agent, sponsor, deadline, signature)

    if is_valid:
        clock.next_block_at(at)
        registry.setAgentWallet(*arguments, sender=proposer)
        assert registry.getAgentWallet(agent) == sponsor.address
    else:
        clock.move_to(at)
        error = refusal(registry.setAgentWallet, *arguments, sender=proposer)
        assert error == f"RegistryInvalidDeadline(deadline={deadline})"


def test_set_agent_wallet__zero__refuses(registry, agent, proposer, clock, refusal) -> None:
    arguments = (agent, NOBODY, clock.now() + 100, b"")

    error = refusal(registry.setAgentWallet, *arguments, sender=proposer)

    assert error == "RegistryInvalidWallet()"


def test_agent_wallet__not_the_owner__refuses(
    registry, outside, agent, proposer, dao, sponsor, clock, refusal
) -> None:
    """Neither the wallet itself nor, once the token is another's, the DAO."""
    deadline = clock.now() + 200
    signature = consent(outside, registry, sponsor, sponsor, proposer, deadline)

    for account in (sponsor, dao):
        for method, *arguments in (
            (registry.setAgentWallet, agent, sponsor, deadline, signature),
            (registry.unsetAgentWallet, agent),
        ):
            error = refusal(method, *arguments, sender=account)
            assert error == f"RegistryUnauthorized(caller={account.address})"


def test_agent_wallet__approved_operator__may_unset_it(
    registry, outside, agent, proposer, sponsor
) -> None:
    outside.send(proposer, registry, "approve(address,uint256)", sponsor, agent)

    receipt = outside.send(sponsor, registry, "unsetAgentWallet(uint256)", agent)

    assert wallet_of(outside, registry, agent) == (NOBODY, b"")
    assert outside.events(receipt, registry, METADATA_SET) == [(agent, keccak(text=KEY), KEY, b"")]


def test_agent_wallet__token_transferred__is_cleared(
    registry, outside, agent, proposer, sponsor, stranger, clock, refusal
) -> None:
    deadline = clock.now() + 200
    signature = consent(outside, registry, sponsor, sponsor, proposer, deadline)
    outside.send(proposer, registry, SET_WALLET, agent, sponsor, deadline, signature)

    signature_of = "transferFrom(address,address,uint256)"
    receipt = outside.send(proposer, registry, signature_of, proposer, stranger, agent)

    assert wallet_of(outside, registry, agent) == (NOBODY, b"")
    assert outside.events(receipt, registry, METADATA_SET) == [(agent, keccak(text=KEY), KEY, b"")]
    again = (agent, sponsor, deadline, signature)
    error = refusal(registry.setAgentWallet, *again, sender=stranger)
    assert error == f"RegistryInvalidSignature(wallet={sponsor.address})"


def test_token__transferred__card_and_metadata_stay_governances(
    registry, agent, proposer, dao, refusal
) -> None:
    for method, *arguments in (
        (registry.setAgentURI, agent, IPFS + OTHER.hex()),
        (registry.setMetadata, agent, "k", b"v"),
    ):
        error = refusal(method, *arguments, sender=proposer)
        assert error == f"OwnableUnauthorizedAccount(account={proposer.address})"

    registry.setAgentURI(agent, IPFS + OTHER.hex(), sender=dao)
    assert bytes(registry.persona(agent).card) == OTHER
