/** The assistant's words for what the service names. */
import type { Criterion } from "../api/types";

export const CRITERION_LABEL: Record<Criterion, string> = {
  engagement: "Engagement",
  trend_relevance: "Trend relevance",
  sentiment: "Sentiment",
  virality: "Virality",
  readability: "Readability",
};
