import { Anchor, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ContributionDocument } from "../api/generated";
import { contributionGetOptions } from "../api/generated/@tanstack/react-query.gen";
import type { Contribution } from "../api/types";
import { Fold } from "../ui/Fold";
import { Asked, Notice } from "../ui/Notice";

const AS_WRITTEN = { whiteSpace: "pre-wrap", overflowWrap: "anywhere" } as const;

/** What was given, to read here; a card or a model is no such document. */
export function Given({ contribution: { token_id, kind } }: { contribution: Pick<Contribution, "token_id" | "kind"> }) {
  if (kind === "card") return null;
  return (
    <Fold label={`What #${token_id} holds`}>
      <Held token_id={token_id} />
    </Fold>
  );
}

/** Asked for once it is unfolded. */
function Held({ token_id }: { token_id: number }) {
  const query = useQuery(contributionGetOptions({ path: { token_id } }));
  return (
    <Asked query={query} what="what was given">
      {({ document }) =>
        document?.document ? <Words given={document.document} /> : <Notice tone="warn">{document?.problem ?? "It is no document to read."}</Notice>
      }
    </Asked>
  );
}

/** A stranger's words and file: text stays text, and the service serves no file that a browser would run. */
function Words({ given: { title, text, media, licence, language } }: { given: ContributionDocument }) {
  return (
    <Stack gap="xs">
      <Text size="sm" fw={650} style={AS_WRITTEN}>
        {title}
      </Text>
      <Text size="sm" style={AS_WRITTEN} lang={language} dir="auto">
        {text}
      </Text>
      {media && (
        <Anchor size="sm" href={`/ipfs/${media.uri.slice("ipfs://".length)}`} target="_blank" rel="noreferrer" style={AS_WRITTEN}>
          {media.name ?? "The file"} ({media.media_type})
        </Anchor>
      )}
      <Text size="sm" c="dimmed" style={AS_WRITTEN}>
        Licence: {licence}
      </Text>
    </Stack>
  );
}
