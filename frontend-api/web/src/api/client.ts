/** How the generated client asks the service; every failure is an `ApiError` whose message can be shown as it is. */
import type { CreateClientConfig } from "./generated/client.gen";
import type { Problem } from "./generated/types.gen";

export class ApiError extends Error {
  constructor(
    message: string,
    readonly status: number,
  ) {
    super(message);
  }
}

export const createClientConfig: CreateClientConfig = (config) => ({
  ...config,
  baseUrl: globalThis.location?.origin ?? "",
  fetch: ask,
});

/** As `fetch`, of the service. Throws an `ApiError` for whatever is no good answer. */
export async function ask(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const request = new Request(input, init);
  const response = await fetch(request).catch((error: unknown) => {
    if (request.signal.aborted) throw error;
    throw new ApiError("The service does not answer. Check your connection and try again.", 0);
  });
  const kind = response.headers.get("content-type") ?? "";
  if (!response.ok) throw new ApiError(explain(response, await problemOf(response)), response.status);
  if (kind.startsWith("text/html")) throw new ApiError("Something else than the service answered. Try again.", response.status);
  return response;
}

async function problemOf(response: Response): Promise<Partial<Problem> | null> {
  return (await response.json().catch(() => null)) as Partial<Problem> | null;
}

function explain(response: Response, problem: Partial<Problem> | null): string {
  if (problem?.errors?.length) return problem.errors.map((e) => `${e.field}: ${e.message}`).join("; ");
  if (response.status === 429) {
    const after = response.headers.get("retry-after");
    return `Too many requests. Try again${after ? ` in ${after} s` : " in a minute"}.`;
  }
  const told = problem?.detail ?? problem?.title ?? `The service answered ${response.status}. Try again later.`;
  return told.charAt(0).toUpperCase() + told.slice(1) + (/[.!?…]$/.test(told) ? "" : ".");
}
