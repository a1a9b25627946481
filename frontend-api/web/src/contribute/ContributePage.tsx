import { useState } from "react";
import { usePersonas } from "../api/queries";
import { Asked, Empty } from "../ui/Notice";
import { Page, PageHead } from "../ui/Page";
import { ContributeForm } from "./ContributeForm";
import { MintCard } from "./MintCard";
import { loadPending, type Pending, savePending } from "./pending";

/** Gives data or content to a persona: written, pinned, minted. */
export default function ContributePage() {
  const personas = usePersonas();
  const [pending, setPending] = useState<Pending | null>(() => loadPending());
  const keep = (changed: Pending | null) => {
    savePending(changed);
    setPending(changed);
  };
  return (
    <Page narrow>
      <PageHead
        title="Contribute"
        lead="Give a persona a text, a conversation, a picture, a sound or any other file. What the committee accepts becomes part of it, and the token you get earns a share of what it wins."
      />
      {pending ? (
        <MintCard pending={pending} done={() => keep(null)} />
      ) : (
        <Asked query={personas} what="the personas">
          {({ items }) => {
            const active = items.filter((persona) => persona.active);
            if (!active.length) return <Empty>No persona is active yet. Governance activates them.</Empty>;
            return <ContributeForm personas={active} pinned={keep} />;
          }}
        </Asked>
      )}
    </Page>
  );
}
