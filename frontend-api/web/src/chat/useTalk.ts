import { useCallback, useEffect, useRef, useState } from "react";
import { ApiError } from "../api/client";
import { conversationsList, messagesList } from "../api/generated";
import { chatUrl, parseFrame, type ClientFrame } from "./frames";
import { changed, quiet, unanswered, type Change } from "./talk";

const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 15_000;
/** How long a new connection may take until it brings what is missing. */
const OPENING_MS = 15_000;

/** A talk with a persona over a WebSocket, which is opened again whenever it is lost.
 *
 * What was said before it was open or while it was lost, or had no answer then, is said (again) by its key: the service
 * keeps it once. Without a conversation in `wanted` it is the newest; `NEW` is one that begins with the first message.
 */
export function useTalk(persona: number, wanted: string | null) {
  const [talk, setTalk] = useState(quiet);
  const socket = useRef<WebSocket | null>(null);
  const latest = useRef(talk); // frames may come faster than the page is drawn
  const change = useCallback((one: Change) => setTalk((latest.current = changed(latest.current, one))), []);

  const send = useCallback((frame: ClientFrame) => {
    if (latest.current.line === "open" && socket.current?.readyState === WebSocket.OPEN) socket.current.send(JSON.stringify(frame));
  }, []);

  useEffect(() => {
    let closed = false;
    let failures = 0;
    let retry: ReturnType<typeof setTimeout>;
    let patience: ReturnType<typeof setTimeout>;

    function open() {
      clearTimeout(retry);
      const { conversation, messages } = latest.current;
      const line = new WebSocket(chatUrl(location.origin, persona, conversation?.id ?? wanted, messages.at(-1)?.id ?? 0));
      socket.current = line;
      let isReady = false;
      patience = setTimeout(() => line.close(), OPENING_MS);
      line.onmessage = ({ data }) => {
        const frame = parseFrame(data);
        if (!frame) return;
        change(frame);
        if (frame.type !== "ready" || isReady) return;
        isReady = true;
        clearTimeout(patience);
        const pending = failures || latest.current.unkept ? unanswered(latest.current) : null;
        failures = 0;
        if (pending) line.send(JSON.stringify({ type: "say", ...pending } satisfies ClientFrame));
      };
      line.onclose = ({ code }) => void lost(code);
    }

    async function lost(code: number) {
      clearTimeout(patience);
      if (closed) return;
      failures += 1;
      // 1008: the service said in a frame what is wrong, and does not want to hear it again.
      const refusal = code === 1008 ? "" : await whyRefused(persona);
      if (closed) return;
      if (refusal !== null) {
        change({ type: "line", line: "refused", problem: refusal || undefined });
        return;
      }
      change({ type: "line", line: "lost" });
      retry = setTimeout(open, Math.min(FIRST_RETRY_MS * 2 ** (failures - 1), LAST_RETRY_MS));
    }

    const now = () => latest.current.line === "lost" && open();
    addEventListener("online", now);
    open();
    return () => {
      closed = true;
      removeEventListener("online", now);
      clearTimeout(retry);
      clearTimeout(patience);
      socket.current?.close();
    };
  }, [persona, wanted, change]);

  const say = useCallback(
    (text: string) => {
      const said = { key: newKey(), text };
      change({ type: "say", said });
      send({ type: "say", ...said });
    },
    [send, change],
  );
  const sayAgain = useCallback(() => {
    const said = unanswered(latest.current);
    if (!said) return;
    if (latest.current.unkept) change({ type: "say", said });
    send({ type: "say", ...said });
  }, [send, change]);
  const stop = useCallback(() => send({ type: "stop" }), [send]);

  const showEarlier = useCallback(async () => {
    const { conversation, messages } = latest.current;
    if (!conversation || !messages[0]) return false;
    const page = await messagesList({ path: { conversation_id: conversation.id }, query: { cursor: String(messages[0].id), limit: 100 } });
    change({ type: "earlier", messages: page.items });
    return page.next_cursor !== null;
  }, [change]);

  return { talk, say, sayAgain, stop, showEarlier };
}

/** `crypto.randomUUID` is there on secure pages alone. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A browser does not say why a WebSocket was refused: ask for something that is refused alike. */
async function whyRefused(persona_id: number): Promise<string | null> {
  try {
    await conversationsList({ query: { persona_id, limit: 1 } });
    return null;
  } catch (error) {
    if (!(error instanceof ApiError) || error.status < 400 || error.status >= 500 || error.status === 429) return null;
    return error.status === 401 ? "You are signed out. Sign in again to go on." : error.message;
  }
}
