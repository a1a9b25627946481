/** The five criteria in words. */
import type { Criterion } from "../api/types";

export const CRITERION_LABEL: Record<Criterion, string> = {
  engagement: "Engagement",
  trend_relevance: "Trend relevance",
  sentiment: "Sentiment",
  virality: "Virality",
  readability: "Readability",
};
