import { Anchor, Stack, Table, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { ApiError } from "../api/client";
import { voterGet, type VoterDetail } from "../api/generated";
import { voterGetQueryKey } from "../api/generated/@tanstack/react-query.gen";
import type { Hex } from "../api/types";
import { formatTime } from "../lib/format";
import { Amount } from "../ui/Bits";
import { Asked, Empty } from "../ui/Notice";

/** How an account voted, in rounds and on proposals. */
export function Votes({ address }: { address: Hex }) {
  const voter = useQuery({
    queryKey: voterGetQueryKey({ path: { address } }),
    queryFn: ({ signal }) => voterGet({ path: { address }, signal }).catch(nobody),
  });
  return (
    <Asked query={voter} what="your votes">
      {({ rounds, ballots }) => (
        <Stack gap="xl">
          <Rounds rounds={rounds} />
          <Ballots ballots={ballots} />
        </Stack>
      )}
    </Asked>
  );
}

type Cast = Pick<VoterDetail, "rounds" | "ballots">;

/** Who never held a token is no voter. */
function nobody(error: unknown): Cast {
  if (error instanceof ApiError && error.status === 404) return { rounds: [], ballots: [] };
  throw error;
}

function Rounds({ rounds }: Pick<Cast, "rounds">) {
  return (
    <VoteTable id="in-rounds" title="In rounds" empty="You have not voted in a round yet.">
      {rounds.map((vote) => (
        <Table.Tr key={vote.round_id}>
          <Table.Td>
            <Anchor component={Link} to={`/round/${vote.round_id}`}>
              Round {vote.round_id}
            </Anchor>
          </Table.Td>
          <Table.Td>entry {vote.entry + 1}</Table.Td>
          <Table.Td>
            <Amount wei={vote.weight} />
          </Table.Td>
          <Table.Td>{formatTime(vote.time)}</Table.Td>
        </Table.Tr>
      ))}
    </VoteTable>
  );
}

function Ballots({ ballots }: Pick<Cast, "ballots">) {
  return (
    <VoteTable id="on-proposals" title="On proposals" empty="You have not voted on a proposal yet.">
      {ballots.map((ballot) => (
        <Table.Tr key={ballot.proposal_id}>
          <Table.Td>
            <Anchor component={Link} to={`/governance/${ballot.proposal_id}`}>
              Proposal {ballot.proposal_id}
            </Anchor>
          </Table.Td>
          <Table.Td>{ballot.support}</Table.Td>
          <Table.Td>
            <Text size="sm" style={{ overflowWrap: "anywhere" }}>
              {ballot.reason}
            </Text>
          </Table.Td>
          <Table.Td>{formatTime(ballot.time)}</Table.Td>
        </Table.Tr>
      ))}
    </VoteTable>
  );
}

/** A row for each vote, or words where there is none. */
function VoteTable({ id, title, empty, children }: { id: string; title: string; empty: string; children: ReactNode[] }) {
  return (
    <Stack component="section" aria-labelledby={id}>
      <Title order={2} size="h3" id={id}>
        {title}
      </Title>
      {children.length === 0 ? (
        <Empty>{empty}</Empty>
      ) : (
        <Table.ScrollContainer minWidth={360}>
          <Table>
            <Table.Tbody>{children}</Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Stack>
  );
}
