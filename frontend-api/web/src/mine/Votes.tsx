import { Anchor, Stack, Table, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
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
    <Stack component="section" aria-labelledby="in-rounds">
      <Title order={2} size="h3" id="in-rounds">
        In rounds
      </Title>
      {rounds.length === 0 ? (
        <Empty>You have not voted in a round yet.</Empty>
      ) : (
        <Table.ScrollContainer minWidth={360}>
          <Table>
            <Table.Tbody>
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
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Stack>
  );
}

function Ballots({ ballots }: Pick<Cast, "ballots">) {
  return (
    <Stack component="section" aria-labelledby="on-proposals">
      <Title order={2} size="h3" id="on-proposals">
        On proposals
      </Title>
      {ballots.length === 0 ? (
        <Empty>You have not voted on a proposal yet.</Empty>
      ) : (
        <Table.ScrollContainer minWidth={360}>
          <Table>
            <Table.Tbody>
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
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Stack>
  );
}
