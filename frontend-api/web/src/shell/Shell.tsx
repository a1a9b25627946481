import { AppShell, Container, NavLink, Stack } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { type FocusEvent, type KeyboardEvent, useRef } from "react";
import { Link, useLocation } from "wouter";
import { WalletNotices } from "../wallet/WalletNotices";
import { Connection } from "./Connection";
import { Footer } from "./Footer";
import { Header } from "./Header";
import { isUnder, NAVIGATION, OWN } from "./navigation";
import { Routes } from "./Routes";
import classes from "./shell.module.css";

/** What stands around every page. */
export function Shell() {
  const [path] = useLocation();
  const [opened, { toggle, close }] = useDisclosure();
  const burger = useRef<HTMLButtonElement>(null);

  function leave(event: KeyboardEvent) {
    if (!opened || event.key !== "Escape") return;
    close();
    burger.current?.focus();
  }

  /** Who goes on to what the menu lies upon wants to see it. */
  function goOn({ relatedTarget }: FocusEvent) {
    if (document.getElementById("main")?.contains(relatedTarget as Node | null)) close();
  }

  return (
    <AppShell header={{ height: 64 }} navbar={{ width: 300, breakpoint: "md", collapsed: { desktop: true, mobile: !opened } }} onKeyDown={leave}>
      <a className={classes.skip} href="#main">
        Skip to content
      </a>
      <Header opened={opened} toggle={toggle} burger={burger} />
      <AppShell.Navbar p="md" aria-label="Menu" onBlur={goOn}>
        {opened &&
          [...NAVIGATION, ...OWN].map(({ to, label }) => (
            <NavLink key={to} component={Link} href={to} label={label} active={isUnder(path, to)} onClick={close} />
          ))}
      </AppShell.Navbar>
      <AppShell.Main id="main" style={{ display: "flex", flexDirection: "column" }}>
        <Container size={1200} w="100%" py="xl" flex={1}>
          <Stack gap="xl">
            <Connection />
            <WalletNotices />
            <Routes />
          </Stack>
        </Container>
        <Footer />
      </AppShell.Main>
    </AppShell>
  );
}
