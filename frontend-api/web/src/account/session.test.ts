import { privateKeyToAccount } from "viem/accounts";
import { parseSiweMessage } from "viem/siwe";
import { describe, expect, test } from "vitest";
import { messageOf, sessionFor } from "./session";

const ada = privateKeyToAccount(`0x${"01".repeat(32)}`).address;
const ben = privateKeyToAccount(`0x${"02".repeat(32)}`).address;
const session = { address: ada, created: 1, expires_at: 2, sessions: 1 };

describe("sessionFor", () => {
  test("the wallet that signed in, however it writes its address: signed in", () => {
    expect(sessionFor(session, ada.toLowerCase())).toEqual({ session, another: null });
  });
  test("no wallet connected: the session stays", () => {
    expect(sessionFor(session, undefined)).toEqual({ session, another: null });
  });
  test("another account of the wallet: signed out, and it is said who was in", () => {
    expect(sessionFor(session, ben)).toEqual({ session: null, another: ada });
  });
  test("nobody signed in: nobody, whatever the wallet", () => {
    expect(sessionFor(null, ben)).toEqual({ session: null, another: null });
  });
});

describe("messageOf", () => {
  const nonce = {
    nonce: "0123456789abcdef0123456789abcdef",
    domain: "127.0.0.1:8000",
    uri: "http://127.0.0.1:8000",
    chain_id: 31337,
    issued_at: 1_790_000_000,
    expires_at: 1_790_000_600,
  };
  test("says what the service asked for, by the service's clock", () => {
    const { domain, address, nonce: value, chainId, issuedAt, expirationTime, uri } = parseSiweMessage(messageOf(nonce, ada));
    expect({ domain, address, value, chainId, uri }).toEqual({
      domain: nonce.domain,
      address: ada,
      value: nonce.nonce,
      chainId: 31337,
      uri: nonce.uri,
    });
    expect(issuedAt?.getTime()).toBe(1_790_000_000_000);
    expect(expirationTime?.getTime()).toBe(1_790_000_600_000);
  });
});
