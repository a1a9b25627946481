import { Anchor, Badge, Button, Card, Group, Stack, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import type { HeldContribution } from "../api/generated";
import { holderContributionsInfiniteOptions } from "../api/generated/@tanstack/react-query.gen";
import type { Hex } from "../api/types";
import { Given } from "../contribute/Given";
import { fateOf, formatImpact } from "../lib/contribution";
import { formatScore, formatTime } from "../lib/format";
import { AssetAmount } from "../ui/AssetAmount";
import { Digest } from "../ui/Bits";
import { Asked, Empty } from "../ui/Notice";
import { Transfer } from "./Transfer";

const REFETCH_MS = 15_000;

/** The contributions that an account holds, newest first. */
export function Held({ address }: { address: Hex }) {
  const held = useInfiniteQuery({
    ...holderContributionsInfiniteOptions({ path: { address }, query: { limit: 20 } }),
    initialPageParam: { path: { address } },
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: REFETCH_MS,
  });
  return (
    <Asked query={held} what="your contributions">
      {({ pages }) => {
        const items = pages.flatMap((page) => page.items);
        if (!items.length) {
          return (
            <Empty
              action={
                <Button component={Link} to="/contribute">
                  Contribute
                </Button>
              }
            >
              You hold no contributions yet.
            </Empty>
          );
        }
        return (
          <Stack component="ul" p={0} m={0} style={{ listStyle: "none" }}>
            {items.map((one) => (
              <li key={one.token_id}>
                <HeldCard contribution={one} />
              </li>
            ))}
            {held.hasNextPage && (
              <Button variant="default" loading={held.isFetchingNextPage} onClick={() => void held.fetchNextPage()}>
                Load more
              </Button>
            )}
          </Stack>
        );
      }}
    </Asked>
  );
}

function HeldCard({ contribution }: { contribution: HeldContribution }) {
  const { token_id, kind, persona_id, score, weight, earnings, digest, time } = contribution;
  return (
    <Card>
      <Stack gap="sm">
        <Group justify="space-between">
          <Text fw={650}>
            #{token_id} {kind}
          </Text>
          <Badge color={contribution.status === "accepted" ? "green" : "gray"}>{fateOf(contribution)}</Badge>
        </Group>
        <Text size="sm">
          Given to <Anchor component={Link} to={`/persona/${persona_id}`}>persona {persona_id}</Anchor> on {formatTime(time)}, pinned as{" "}
          <Digest value={digest} />
        </Text>
        <Text size="sm">
          {score === null ? "Not scored" : `Score ${formatScore(score)}`}, weight {formatImpact(weight)}
        </Text>
        {earnings.map(({ asset, claimable, claimed }) => (
          <Text size="sm" key={asset}>
            Can be claimed: <AssetAmount asset={asset} amount={claimable} />, claimed before: <AssetAmount asset={asset} amount={claimed} />
          </Text>
        ))}
        <Given contribution={contribution} />
        <Group>
          <Transfer contribution={contribution} />
          <Anchor size="sm" href={`/metadata/contributions/${token_id}`} target="_blank" rel="noreferrer">
            NFT metadata
          </Anchor>
        </Group>
      </Stack>
    </Card>
  );
}
