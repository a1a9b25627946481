import { Button, Stack, Switch, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { feedbackPostsExport } from "../api/generated";
import { saveFile } from "../lib/save";
import { Asked, Notice } from "../ui/Notice";
import { useAgreeing, useConsent } from "./useFeedback";

/** What drafts with readers' counts may teach: a predictor of one's own, and the service's. */
export function Teaching() {
  const consent = useConsent();
  const agreeing = useAgreeing();
  const take = useMutation({ mutationFn: async () => saveFile("troupe-posts.csv", "text/csv", await feedbackPostsExport()) });
  const error = agreeing.error ?? take.error;
  return (
    <Stack gap="sm">
      <Asked query={consent} what="whether you let the predictor learn">
        {({ since }) => (
          <Switch
            label="Let this service’s predictor learn from my posts"
            description="While this is on, whoever runs this service may train its predictor on your drafts that you told counts of, without your address; once it is off, the next training goes without them, and what was learnt stays."
            checked={since !== null}
            disabled={agreeing.isPending}
            onChange={(event) => agreeing.mutate(event.currentTarget.checked)}
          />
        )}
      </Asked>
      <Button variant="default" w="fit-content" loading={take.isPending} onClick={() => take.mutate()}>
        Download your posts with their counts
      </Button>
      <Text size="sm" c="dimmed">
        A CSV file, which a predictor of your own can learn from.
      </Text>
      {error && <Notice tone="error">{error.message}</Notice>}
    </Stack>
  );
}
