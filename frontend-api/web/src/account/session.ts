/** Signing in with the wallet (ERC-4361): one session in this browser, for what the service keeps of its owner alone. */
import { type QueryClient, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { createSiweMessage } from "viem/siwe";
import { useConnection } from "wagmi";
import { accountDelete, sessionClose, sessionNonce, sessionOpen } from "../api/generated";
import * as ask from "../api/generated/@tanstack/react-query.gen";
import type { NonceOut, SessionOut } from "../api/generated/types.gen";
import type { Hex } from "../api/types";
import type { Wallet } from "../chain/wallet";

const STATEMENT = "Sign in to Troupe. This sends no transaction and costs nothing.";
const PRIVATE = new Set(["accounts", "assistant", "chat"]);

export interface AccountSession {
  /** The session of the connected wallet, or of no wallet at all; null where this page is signed out. */
  session: SessionOut | null;
  /** Who is signed in while the wallet is on another account: for this page that is nobody. */
  another: Hex | null;
  isPending: boolean;
  error: Error | null;
  refetch: () => unknown;
}

/** Whether somebody is signed in, and who. */
export function useAccountSession(): AccountSession {
  const { data, isPending, error, refetch } = useQuery({ ...ask.sessionGetOptions(), staleTime: 30_000 });
  const { address } = useConnection();
  return { ...sessionFor(data ?? null, address), isPending, error, refetch };
}

/** A session as a page with that wallet has it: one of another account is none. */
export function sessionFor(session: SessionOut | null, wallet: string | undefined): Pick<AccountSession, "session" | "another"> {
  const fits = !session || !wallet || session.address.toLowerCase() === wallet.toLowerCase();
  return fits ? { session, another: null } : { session: null, another: session.address };
}

/** What the wallet is asked to sign. */
export const messageOf = (nonce: NonceOut, address: Hex): string =>
  createSiweMessage({
    domain: nonce.domain,
    address,
    statement: STATEMENT,
    uri: nonce.uri,
    version: "1",
    chainId: nonce.chain_id,
    nonce: nonce.nonce,
    issuedAt: new Date(nonce.issued_at * 1000),
    expirationTime: new Date(nonce.expires_at * 1000),
  });

export function useSignIn() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (wallet: Wallet) => {
      const nonce = await sessionNonce();
      const message = messageOf(nonce, wallet.account.address);
      const signature = await wallet.signMessage({ message });
      return sessionOpen({ body: { message, signature } });
    },
    onSuccess: (session) => become(queries, session),
  });
}

/** Ends this browser's session, or all of the account's. */
export function useSignOut() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (everywhere: boolean) => sessionClose({ query: { everywhere } }),
    onSuccess: () => become(queries, null),
  });
}

export function useDeleteAccount() {
  const queries = useQueryClient();
  return useMutation({ mutationFn: () => accountDelete(), onSuccess: () => become(queries, null) });
}

/** Forget what the account before could see. */
function become(queries: QueryClient, session: SessionOut | null): void {
  queries.removeQueries({ predicate: ({ queryKey }) => isPrivate(queryKey[0]) && !isSession(queryKey[0]) });
  queries.setQueryData(ask.sessionGetQueryKey(), session);
}

const isPrivate = (key: unknown) => ((key as { tags?: string[] } | undefined)?.tags ?? []).some((tag) => PRIVATE.has(tag));
const isSession = (key: unknown) => (key as { _id?: string } | undefined)?._id === "sessionGet";
