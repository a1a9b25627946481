import { Anchor, Button, Card, Code, Group, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { useContracts } from "../chain/contracts";
import type { Wallet } from "../chain/wallet";
import { useNow } from "../lib/clock";
import { formatTime, ipfsPath } from "../lib/format";
import { WalletGate } from "../tx/WalletGate";
import { useTransaction } from "../tx/useTransaction";
import { Amount } from "../ui/Bits";
import { Asked, Notice } from "../ui/Notice";
import { minting, reviewFee, stageOnChain, useContributionNFT } from "./mint";
import type { Pending } from "./pending";

const POLL_MS = 4_000;

interface MintCardProps {
  pending: Pending;
  /** Forgets what is pinned: it is minted, or not wanted any more. */
  done: () => void;
}

/** What is pinned and waits to be minted; it stands here again after a reload. */
export function MintCard({ pending, done }: MintCardProps) {
  const late = Date.now() / 1000 > pending.expires_at; // the service drops it by its own clock, not by the chain’s
  return (
    <Card component="section" aria-labelledby="pinned">
      <Stack>
        <Title order={2} id="pinned">
          Pinned: {pending.title}
        </Title>
        <Text style={{ overflowWrap: "anywhere" }}>
          Its CID is{" "}
          <Anchor href={ipfsPath(pending.digest)} target="_blank" rel="noreferrer">
            <Code>{pending.cid}</Code>
          </Anchor>
        </Text>
        {late ? (
          <Notice tone="warn">It waited too long, and the service has dropped it. Pin it again.</Notice>
        ) : (
          <Text size="sm" c="dimmed">
            It is kept until {formatTime(pending.expires_at)}, and for good once it is minted.
          </Text>
        )}
        {!late && <WalletGate>{(wallet) => <Minting wallet={wallet} pending={pending} done={done} />}</WalletGate>}
        <Group>
          <Button variant="subtle" onClick={done}>
            Leave it, and begin anew
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}

function Minting({ wallet, pending, done }: MintCardProps & { wallet: Wallet }) {
  const nft = useContributionNFT();
  const stage = useQuery({
    queryKey: ["holder", pending.account, "stage", pending.digest, pending.nonce],
    queryFn: async () => ({ stage: await stageOnChain(wallet, nft, pending), fee: await reviewFee(wallet, nft) }),
    refetchInterval: POLL_MS,
  });
  if (wallet.account.address.toLowerCase() !== pending.account.toLowerCase()) {
    return <Notice tone="warn">The document names the account {pending.account}. Switch to it in your wallet, or begin anew.</Notice>;
  }
  return (
    <Asked query={stage} what="where it stands">
      {({ stage, fee }) => {
        if (stage === "minted") {
          return (
            <Notice tone="good">
              It is minted. <Anchor component={Link} to="/mine" onClick={done}>See your contributions</Anchor>
            </Notice>
          );
        }
        if (stage === "under way") return <Notice>Its transaction is under way. Nothing is sent twice.</Notice>;
        return <MintButton pending={pending} fee={fee} done={done} />;
      }}
    </Asked>
  );
}

function MintButton({ pending, fee, done }: MintCardProps & { fee: bigint }) {
  const nft = useContributionNFT();
  const contracts = useContracts();
  const now = useNow();
  const begin = useTransaction();
  return (
    <Group>
      <Button
        onClick={() =>
          begin({
            title: "Mint the contribution",
            does: "Gives the document to the persona and mints its token to you. The committee reviews it for the fee; what is accepted shares in the persona’s revenue.",
            facts: [["Review fee", <Amount wei={fee} />]],
            ...minting({ nft, contracts, pending, fee, now }),
            afterwards: done,
          })
        }
      >
        Mint the contribution
      </Button>
      <Text size="sm" c="dimmed">
        The review costs <Amount wei={fee} />. It comes back where nobody reviews it.
      </Text>
    </Group>
  );
}
