import type { ReactNode } from "react";

interface NoticeProps {
  tone?: "info" | "warn" | "error" | "good";
  children: ReactNode;
}

/** A short message; errors are announced at once. */
export function Notice({ tone = "info", children }: NoticeProps) {
  return (
    <div className={`notice notice-${tone}`} role={tone === "error" ? "alert" : "status"}>
      {children}
    </div>
  );
}

interface AskedProps<T> {
  query: { data: T | undefined; error: Error | null; isPending: boolean; refetch: () => unknown };
  what: string;
  children: (data: T) => ReactNode;
}

/** What a query found, or that it is loading, or why it failed. */
export function Asked<T>({ query, what, children }: AskedProps<T>) {
  if (query.data !== undefined) return children(query.data);
  if (query.isPending) return <Skeleton what={what} />;
  return (
    <Notice tone="error">
      <p>
        Can’t load {what}. {query.error?.message}
      </p>
      <button type="button" className="button" onClick={() => void query.refetch()}>
        Try again
      </button>
    </Notice>
  );
}

function Skeleton({ what }: { what: string }) {
  return (
    <div className="skeleton" role="status" aria-label={`Loading ${what}`}>
      <span />
      <span />
      <span />
    </div>
  );
}
