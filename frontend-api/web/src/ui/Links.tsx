/** Links to what has a page of its own. */
import { Anchor } from "@mantine/core";
import { Link } from "wouter";
import { personaName } from "../lib/format";

export function RoundLink({ id }: { id: number }) {
  return (
    <Anchor component={Link} to={`/round/${id}`} inherit style={{ whiteSpace: "nowrap" }}>
      Round {id}
    </Anchor>
  );
}

export function ProposalLink({ id }: { id: number }) {
  return (
    <Anchor component={Link} to={`/governance/${id}`} inherit style={{ whiteSpace: "nowrap" }}>
      Proposal {id}
    </Anchor>
  );
}

export function PersonaLink({ persona }: { persona: { name: string | null; persona_id: number } }) {
  return (
    <Anchor component={Link} to={`/persona/${persona.persona_id}`} inherit style={{ overflowWrap: "anywhere" }}>
      {personaName(persona)}
    </Anchor>
  );
}
