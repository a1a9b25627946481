/** The predictor's reasons in words. */
import type { ReasonOut } from "../api/generated";

const LEAST = 0.01;
const MOST = 4;

/** What the predictor looks at, by its own names for it. */
export const FEATURES: Record<string, string> = {
  earlier_posts: "how many earlier posts of yours are known",
  followers: "your followers",
  spread: "how far apart your posts end",
  trend: "how your latest posts did",
  topic_above: "how your posts on this topic did",
  topic_posts: "how often you write on this topic",
  gap_hours: "the time since your last post",
  posts_this_week: "how many posts you made this week",
  typical_impressions: "your usual impressions",
  typical_likes: "your usual likes",
  typical_replies: "your usual replies",
  typical_reposts: "your usual reposts",
  typical_interactions: "your usual interactions",
  rate_like: "how often your readers like",
  rate_reply: "how often your readers reply",
  rate_repost: "how often your readers repost",
  rate_quote: "how often your readers quote",
  rate_click: "how often your readers click",
  hour: "the hour of the day",
  weekday: "the day of the week",
  media: "whether a picture or video comes with it",
  word_count: "how many words it has",
  characters: "how long it is",
  sentences: "how many sentences it has",
  lines: "how many lines it has",
  words_a_sentence: "how long its sentences are",
  letters_a_word: "how long its words are",
  different_words: "how varied its words are",
  length_fit: "how well its length suits the platform",
  opening: "how it opens",
  question: "whether it asks something",
  concrete: "how concrete it is",
  address: "whether it speaks to the reader",
  noise: "capitals, symbols and other noise",
  mood: "its mood",
  arousal: "how strong its mood is",
  links: "its links",
  mentions: "its mentions",
  hashtags: "its hashtags",
  emoji: "its emoji",
  exclamations: "its exclamation marks",
  on_x: "the platform X",
  on_linkedin: "the platform LinkedIn",
  on_bluesky: "the platform Bluesky",
  on_mastodon: "the platform Mastodon",
  on_farcaster: "the platform Farcaster",
  on_lens: "the platform Lens",
  meaning: "what it is about",
};

export interface Said {
  what: string;
  /** "+12%" or "−8%" of the expected interactions. */
  by: string;
}

/** The strongest reasons that lift the expected interactions, and those that lower them. */
export function reasonsOf(reasons: readonly ReasonOut[]): { lifts: Said[]; lowers: Said[] } {
  const felt = reasons.filter(({ factor }) => Math.abs(factor - 1) >= LEAST);
  const lowers = felt.filter(({ factor }) => factor < 1);
  const lifts = felt.filter(({ factor }) => factor > 1);
  return { lifts: lifts.slice(0, MOST).map(said), lowers: lowers.slice(0, MOST).map(said) };
}

function said({ feature, factor }: ReasonOut): Said {
  const percent = Math.round(100 * Math.abs(factor - 1));
  return { what: FEATURES[feature] ?? feature.replaceAll("_", " "), by: `${factor > 1 ? "+" : "−"}${percent.toLocaleString("en")}%` };
}
