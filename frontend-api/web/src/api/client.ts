/** Asks the service; every failure is an `ApiError` whose message can be shown as it is. */
export class ApiError extends Error {
  constructor(
    message: string,
    readonly status: number,
  ) {
    super(message);
  }
}

interface Problem {
  title?: string;
  detail?: string;
  errors?: { field: string; message: string }[];
}

export function getJson<T>(path: string): Promise<T> {
  return request<T>(path, { headers: { accept: "application/json" } });
}

export function postJson<T>(path: string, body: unknown): Promise<T> {
  return request<T>(path, {
    method: "POST",
    headers: { accept: "application/json", "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

async function request<T>(path: string, init: RequestInit): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch {
    throw new ApiError("The service does not answer. Check your connection and try again.", 0);
  }
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) throw new ApiError(explain(response, body as Problem | null), response.status);
  if (body === null) throw new ApiError("The service gave an answer that is not JSON. Try again.", response.status);
  return body as T;
}

function explain(response: Response, problem: Problem | null): string {
  if (problem?.errors?.length) return problem.errors.map((e) => `${e.field}: ${e.message}`).join("; ");
  if (response.status === 429) {
    const after = response.headers.get("retry-after");
    return `Too many requests. Try again${after ? ` in ${after} s` : " in a minute"}.`;
  }
  return problem?.detail ?? problem?.title ?? `The service answered ${response.status}. Try again later.`;
}
