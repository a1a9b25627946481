import { List, Stack, Text, Title } from "@mantine/core";
import type { Brief, Entry } from "../api/types";
import { Digest, Fact, Facts } from "../ui/Bits";
import { Fold } from "../ui/Fold";

/** How an entry came to be: engine, card, model, seed, prompt, and what it restates. */
export function Provenance({ entry, brief }: { entry: Entry; brief: Brief | null }) {
  const { engine, provenance } = entry;
  if (!engine || !provenance) return null;
  const { temperature, top_p, max_tokens } = provenance.sampling;
  return (
    <Fold label="Provenance">
      <Stack>
        {engine.built_in && (
          <Text size="sm" c="dimmed">
            Built-in writer, no language model: put together from the brief, its sources and the persona’s own lines.
          </Text>
        )}
        <Facts>
          <Fact label="Engine">
            {engine.name} {engine.version}
          </Fact>
          <Fact label="Model">{engine.built_in ? "none" : engine.model}</Fact>
          <Fact label="Model document">{provenance.model ? <Digest value={provenance.model} /> : "operators’ default"}</Fact>
          <Fact label="Character card">
            <Digest value={provenance.card} />
          </Fact>
          <Fact label="Prompt">
            <Digest value={provenance.prompt} />
          </Fact>
          <Fact label="Seed">
            <code title={provenance.seed}>{provenance.seed.slice(0, 10)}…</code>
          </Fact>
          {provenance.attempts > 1 && <Fact label="Attempts">{provenance.attempts}</Fact>}
          {provenance.note && <Fact label="Note">{provenance.note}</Fact>}
          {!engine.built_in && (
            <Fact label="Sampling">
              temperature {temperature}, top-p {top_p}, at most {max_tokens} tokens
            </Fact>
          )}
        </Facts>
        <Quotes entry={entry} brief={brief} />
      </Stack>
    </Fold>
  );
}

function Quotes({ entry, brief }: { entry: Entry; brief: Brief | null }) {
  if (!entry.quotes?.length) return null;
  return (
    <>
      <Title order={4} fz="sm">
        Restated from the brief and its sources
      </Title>
      <List size="sm">
        {entry.quotes.map((quote, index) => (
          <List.Item key={index}>
            “{quote.quoted}”{" "}
            <Text span size="sm" c="dimmed">
              {quote.source < 0 ? "the brief" : (brief?.sources[quote.source]?.title ?? `source ${quote.source + 1}`)}
            </Text>
          </List.Item>
        ))}
      </List>
    </>
  );
}
