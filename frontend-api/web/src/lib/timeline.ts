import type { TimelineEvent } from "../api/types";

export type EventRun = [TimelineEvent, ...TimelineEvent[]];

/** The events in order, with those of one name that follow one another put together. */
export function runsOf(events: TimelineEvent[]): EventRun[] {
  const runs: EventRun[] = [];
  for (const event of events) {
    const last = runs.at(-1);
    if (last?.[0].name === event.name) last.push(event);
    else runs.push([event]);
  }
  return runs;
}
