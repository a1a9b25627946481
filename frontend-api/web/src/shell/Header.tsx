import { Anchor, AppShell, Burger, Container, Group, UnstyledButton } from "@mantine/core";
import { lazy, type RefObject, Suspense } from "react";
import { Link, useLocation } from "wouter";
import { WalletButton } from "../wallet/WalletButton";
import { isUnder, NAVIGATION } from "./navigation";
import { SchemeSwitch } from "./SchemeSwitch";
import classes from "./shell.module.css";

/** Signing in is not needed to read: it is loaded after the page. */
const HeaderAccount = lazy(async () => ({ default: (await import("../account/HeaderAccount")).HeaderAccount }));

interface HeaderProps {
  opened: boolean;
  toggle: () => void;
  /** The button of the menu, to which the focus returns. */
  burger: RefObject<HTMLButtonElement | null>;
}

/** Brand, navigation, light or dark, and the wallet; a phone has the navigation behind a button. */
export function Header({ opened, toggle, burger }: HeaderProps) {
  const [path] = useLocation();
  return (
    <AppShell.Header className={classes.header}>
      <Container size={1200} h="100%">
        <Group h="100%" gap="lg" wrap="nowrap">
          <Burger ref={burger} opened={opened} onClick={toggle} hiddenFrom="md" size="sm" aria-label={opened ? "Close the menu" : "Open the menu"} />
          <Anchor component={Link} href="/" className={classes.brand}>
            Troupe
          </Anchor>
          <Group component="nav" aria-label="Main" gap="lg" visibleFrom="md" wrap="nowrap">
            {NAVIGATION.map(({ to, label }) => (
              <UnstyledButton
                key={to}
                component={Link}
                href={to}
                className={classes.link}
                aria-current={isUnder(path, to) ? "page" : undefined}
              >
                {label}
              </UnstyledButton>
            ))}
          </Group>
          <Group ml="auto" gap="sm" wrap="nowrap">
            <SchemeSwitch />
            <Suspense>
              <HeaderAccount />
            </Suspense>
            <WalletButton />
          </Group>
        </Group>
      </Container>
    </AppShell.Header>
  );
}
