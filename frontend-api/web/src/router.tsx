/** Paths of the page. The service gives index.html for every path that is not its own. */
import { type MouseEvent, type ReactNode, useSyncExternalStore } from "react";

export type Route =
  | { page: "home" }
  | { page: "propose" }
  | { page: "round"; id: number }
  | { page: "persona"; id: number }
  | { page: "missing" };

export function parsePath(path: string): Route {
  const parts = path.split("/").filter(Boolean);
  const [first, second] = parts;
  if (!first) return { page: "home" };
  if (parts.length === 1 && first === "propose") return { page: "propose" };
  if (parts.length === 2 && second && /^[1-9]\d{0,14}$/.test(second)) {
    if (first === "round" || first === "persona") return { page: first, id: Number(second) };
  }
  return { page: "missing" };
}

function subscribe(notify: () => void): () => void {
  addEventListener("popstate", notify);
  return () => removeEventListener("popstate", notify);
}

export const usePath = (): string => useSyncExternalStore(subscribe, () => location.pathname);

export function navigate(path: string): void {
  history.pushState(null, "", path);
  dispatchEvent(new PopStateEvent("popstate"));
  scrollTo(0, 0);
}

interface LinkProps {
  to: string;
  className?: string;
  children: ReactNode;
}

export function Link({ to, className, children }: LinkProps) {
  function follow(event: MouseEvent) {
    const elsewhere = event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
    if (elsewhere || event.defaultPrevented) return;
    event.preventDefault();
    navigate(to);
  }
  return (
    <a href={to} className={className} onClick={follow}>
      {children}
    </a>
  );
}
