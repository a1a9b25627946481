/** Where the header leads; under the account stand the pages of one's own. */
export const NAVIGATION = [
  { to: "/", label: "Rounds" },
  { to: "/cast", label: "Personas" },
  { to: "/governance", label: "Governance" },
  { to: "/contribute", label: "Contribute" },
  { to: "/assistant", label: "Assistant" },
  { to: "/dashboards", label: "Dashboards" },
] as const;

export const OWN = [
  { to: "/mine", label: "My contributions" },
  { to: "/chat", label: "My chats" },
  { to: "/you", label: "My account" },
] as const;

const BELOW: Record<string, RegExp> = {
  "/": /^\/($|round\/|propose)/,
  "/cast": /^\/(cast|persona)\b(?!.*\/chat$)/,
  "/chat": /^\/chat|\/chat$/,
};

/** Whether a page lies at or below a place of the navigation. */
export const isUnder = (path: string, to: string): boolean => BELOW[to]?.test(path) ?? (path === to || path.startsWith(`${to}/`));
