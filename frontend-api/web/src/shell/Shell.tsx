import { AppShell, Container, NavLink, Stack } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
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
  return (
    <AppShell header={{ height: 64 }} navbar={{ width: 300, breakpoint: "md", collapsed: { desktop: true, mobile: !opened } }}>
      <a className={classes.skip} href="#main">
        Skip to content
      </a>
      <Header opened={opened} toggle={toggle} />
      <AppShell.Navbar p="md" aria-label="Menu">
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
