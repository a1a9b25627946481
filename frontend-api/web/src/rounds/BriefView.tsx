import { Anchor, Card, Text } from "@mantine/core";
import type { Brief, Pinned, Source } from "../api/types";
import { Digest } from "../ui/Bits";
import { Fold } from "../ui/Fold";
import { Notice } from "../ui/Notice";
import { Section } from "../ui/Section";
import classes from "./round.module.css";

/** What was asked for, and the texts that came with it. */
export function BriefView({ brief }: { brief: Pinned<Brief> }) {
  const { document, problem } = brief;
  return (
    <Section
      title="Brief"
      aside={
        <Text size="sm" c="dimmed">
          pinned as <Digest value={brief.digest} />
        </Text>
      }
    >
      {document ? (
        <>
          <blockquote className={`${classes.brief} ${classes.verbatim}`}>{document.text}</blockquote>
          {document.sources.map((source, index) => (
            <SourceView key={index} source={source} number={index + 1} />
          ))}
        </>
      ) : (
        <Notice tone="warn">{problem ?? "The brief is missing."}</Notice>
      )}
    </Section>
  );
}

function SourceView({ source, number }: { source: Source; number: number }) {
  return (
    <Card padding="md">
      <Fold label={`Source ${number}: ${source.title}`}>
        <Text size="sm" className={classes.verbatim}>
          {source.text}
        </Text>
        {source.url && /^https?:\/\//.test(source.url) && (
          <Anchor href={source.url} target="_blank" rel="noreferrer nofollow ugc" size="sm" style={{ overflowWrap: "anywhere" }}>
            {source.url}
          </Anchor>
        )}
      </Fold>
    </Card>
  );
}
