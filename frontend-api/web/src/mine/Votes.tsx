import { Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { ApiError } from "../api/client";
import { voterGet, type VoterDetail } from "../api/generated";
import { voterGetQueryKey } from "../api/generated/@tanstack/react-query.gen";
import type { Hex } from "../api/types";
import { formatTime } from "../lib/format";
import { Amount } from "../ui/Bits";
import { DataTable } from "../ui/DataTable";
import { ProposalLink, RoundLink } from "../ui/Links";
import { Asked } from "../ui/Notice";
import { Section } from "../ui/Section";

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
    <Section title="In rounds" size="h3">
      <DataTable
        framed
        label="Votes in rounds"
        rows={rounds}
        keyOf={(vote) => vote.round_id}
        empty="You have not voted in a round yet."
        columns={[
          { head: "Round", cell: (vote) => <RoundLink id={vote.round_id} /> },
          { head: "For", cell: (vote) => `entry ${vote.entry + 1}` },
          { head: "Weight", number: true, cell: (vote) => <Amount wei={vote.weight} /> },
          { head: "When", cell: (vote) => formatTime(vote.time) },
        ]}
      />
    </Section>
  );
}

function Ballots({ ballots }: Pick<Cast, "ballots">) {
  return (
    <Section title="On proposals" size="h3">
      <DataTable
        framed
        label="Votes on proposals"
        rows={ballots}
        keyOf={(ballot) => ballot.proposal_id}
        empty="You have not voted on a proposal yet."
        columns={[
          { head: "Proposal", cell: (ballot) => <ProposalLink id={ballot.proposal_id} /> },
          { head: "Vote", cell: (ballot) => ballot.support },
          { head: "Reason", cell: (ballot) => <span style={{ overflowWrap: "anywhere" }}>{ballot.reason || "–"}</span> },
          { head: "When", cell: (ballot) => formatTime(ballot.time) },
        ]}
      />
    </Section>
  );
}
