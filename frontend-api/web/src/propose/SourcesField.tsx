import { Button, Card, Fieldset, Group, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { emptySource, MAX_SOURCE_TEXT, MAX_SOURCES, type SourceDraft } from "./draft";
import { Problem } from "./fields";

interface SourcesFieldProps {
  sources: SourceDraft[];
  change: (sources: SourceDraft[]) => void;
  problem?: string | undefined;
}

/** Texts that come with a brief, from which what is written may quote. */
export function SourcesField({ sources, change, problem }: SourcesFieldProps) {
  const amend = (index: number, part: Partial<SourceDraft>) =>
    change(sources.map((source, i) => (i === index ? { ...source, ...part } : source)));
  return (
    <Fieldset legend="Sources" variant="unstyled" aria-describedby="sources-problem">
      <Stack>
        <Text size="sm" c="dimmed">
          Texts that what is written may state facts from. The more you give, the more there is to say.
        </Text>
        {sources.map((source, index) => (
          // The list has no order of its own and its items no name: the place is the key.
          <Card key={index} padding="md">
            <Stack>
              <TextInput label="Title" maxLength={200} value={source.title} onChange={(e) => amend(index, { title: e.target.value })} />
              <TextInput
                label="Link (optional)"
                type="url"
                maxLength={500}
                value={source.url}
                onChange={(e) => amend(index, { url: e.target.value })}
              />
              <Textarea
                label="Text"
                autosize
                minRows={4}
                maxRows={14}
                maxLength={MAX_SOURCE_TEXT}
                value={source.text}
                onChange={(e) => amend(index, { text: e.target.value })}
              />
              <Group>
                <Button variant="subtle" color="gray" onClick={() => change(sources.filter((_, i) => i !== index))}>
                  Remove source {index + 1}
                </Button>
              </Group>
            </Stack>
          </Card>
        ))}
        {sources.length < MAX_SOURCES && (
          <Group>
            <Button variant="default" onClick={() => change([...sources, emptySource()])}>
              Add a source
            </Button>
          </Group>
        )}
        <Problem id="sources-problem">{problem}</Problem>
      </Stack>
    </Fieldset>
  );
}
