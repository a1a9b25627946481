import { Container, Group, Skeleton, Stack, Text, Title } from "@mantine/core";
import { type ReactNode, useEffect, useLayoutEffect, useRef } from "react";

let moved = false;
for (const change of ["pushState", "replaceState", "popstate"]) addEventListener(change, () => (moved = true));
addEventListener("pushState", () => scrollTo(0, 0));

interface PageProps {
  children: ReactNode;
  /** For forms and texts, which read badly when wide. */
  narrow?: boolean;
}

/** The frame that every page puts around its content. */
export function Page({ children, narrow = false }: PageProps) {
  return (
    <Container size={narrow ? 720 : 1168} w="100%" px={0}>
      <Stack gap="xl">{children}</Stack>
    </Container>
  );
}

interface PageTitleProps {
  children: ReactNode;
  /** What the browser's tab says, where the heading itself is not plain text. */
  name?: string;
  className?: string | undefined;
}

/** The page's only level-one heading: names the tab, and takes the focus when one came from another page.
 *
 * One that stands for it while the page loads hands the focus on.
 */
export function PageTitle({ children, name, className }: PageTitleProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const title = name ?? (typeof children === "string" ? children : "");
  useEffect(() => {
    document.title = title ? `${title} · Troupe` : "Troupe";
  }, [title]);
  useLayoutEffect(() => {
    const own = heading.current;
    if (moved) own?.focus({ preventScroll: true });
    moved = false;
    return () => {
      moved ||= own === document.activeElement;
    };
  }, []);
  return (
    <Title order={1} ref={heading} className={className} tabIndex={-1} style={{ outline: "none", overflowWrap: "anywhere" }}>
      {children}
    </Title>
  );
}

interface PageHeadProps {
  title: string;
  /** One sentence that says what the page is for. */
  lead?: ReactNode;
  /** What can be done on the whole page. */
  aside?: ReactNode;
}

/** How a page begins: its title, what it is for, and what can be done. */
export function PageHead({ title, lead, aside }: PageHeadProps) {
  return (
    <Group justify="space-between" align="end">
      <Stack gap="xs" maw={740}>
        <PageTitle>{title}</PageTitle>
        {lead && <Text c="dimmed">{lead}</Text>}
      </Stack>
      {aside}
    </Group>
  );
}

/** What stands where a page or a part of it is still to come. */
export function PageSkeleton({ what }: { what: string }) {
  return (
    <Stack role="status" aria-label={`Loading ${what}`}>
      <Skeleton height={56} radius="lg" />
      <Skeleton height={56} radius="lg" />
      <Skeleton height={56} radius="lg" />
    </Stack>
  );
}
