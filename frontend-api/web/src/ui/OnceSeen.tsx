import { Box } from "@mantine/core";
import { useIntersection, useWindowEvent } from "@mantine/hooks";
import { type ReactNode, useState } from "react";
import { flushSync } from "react-dom";

/** How far below the window something is drawn already, so that nobody scrolls to an empty place. */
const AHEAD = "200px";

interface OnceSeenProps {
  /** Of what is drawn, in pixels: its place is kept until then. */
  height: number;
  children: ReactNode;
}

/** Draws something costly once it comes near the window, or onto paper. What it tells has to stand elsewhere too. */
export function OnceSeen({ height, children }: OnceSeenProps) {
  const { ref, entry } = useIntersection<HTMLDivElement>({ rootMargin: AHEAD });
  const [drawn, setDrawn] = useState(false);
  if (entry?.isIntersecting && !drawn) setDrawn(true);
  useWindowEvent("beforeprint", () => flushSync(() => setDrawn(true))); // the paper is laid out right after it
  return (
    <Box ref={ref} h={height}>
      {drawn && children}
    </Box>
  );
}
