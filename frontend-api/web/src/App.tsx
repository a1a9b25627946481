import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { WagmiProvider } from "wagmi";
import { followLive, useLive } from "./api/live";
import { useDeployment, useStatus } from "./api/queries";
import type { Deployment } from "./api/types";
import { walletConfig } from "./chain/config";
import { DeploymentProvider } from "./chain/contracts";
import { HomePage } from "./HomePage";
import { PersonaPage } from "./personas/PersonaPage";
import { ProposePage } from "./propose/ProposePage";
import { Link, parsePath, usePath } from "./router";
import { RoundPage } from "./rounds/RoundPage";
import { Asked, Notice } from "./ui/Notice";
import { WalletButton } from "./wallet/WalletButton";
import { WalletNotices } from "./wallet/WalletNotices";

/** The page, once it knows which deployment it shows. */
export function App() {
  const deployment = useDeployment();
  return (
    <Asked query={deployment} what="Troupe">
      {(found) => <Deployed deployment={found} />}
    </Asked>
  );
}

function Deployed({ deployment }: { deployment: Deployment }) {
  const queries = useQueryClient();
  const [config] = useState(() => walletConfig(deployment));
  useEffect(() => followLive(queries), [queries]);
  return (
    <WagmiProvider config={config}>
      <DeploymentProvider value={deployment}>
        <Header />
        <main id="main" className="page">
          <Connection />
          <WalletNotices />
          <CurrentPage />
        </main>
        <Footer />
      </DeploymentProvider>
    </WagmiProvider>
  );
}

function Header() {
  return (
    <header className="top">
      <a className="skip" href="#main">
        Skip to content
      </a>
      <div className="top-inner">
        <Link to="/" className="brand">
          Troupe
        </Link>
        <nav aria-label="Main">
          <Link to="/">Rounds</Link>
          <Link to="/propose">Propose</Link>
        </nav>
        <WalletButton />
      </div>
    </header>
  );
}

/** Says so where the service or its view of the chain has fallen behind. */
function Connection() {
  const { data, error } = useStatus();
  if (error) return <Notice tone="warn">Can’t reach the service. You see what was last loaded; it is tried again by itself.</Notice>;
  if (data?.problem) return <Notice tone="warn">{data.problem}</Notice>;
  return null;
}

function CurrentPage() {
  const path = usePath();
  const route = parsePath(path);
  useFocusOnChange(path);
  switch (route.page) {
    case "home":
      return <HomePage />;
    case "propose":
      return <ProposePage />;
    case "round":
      return <RoundPage key={route.id} id={route.id} />;
    case "persona":
      return <PersonaPage key={route.id} id={route.id} />;
    case "missing":
      return (
        <section className="stack narrow">
          <h1 tabIndex={-1}>No such page</h1>
          <p>
            <Link to="/">Go to the rounds</Link>
          </p>
        </section>
      );
  }
}

/** Moves the focus to the new page's heading, so that a screen reader follows. */
function useFocusOnChange(path: string) {
  const before = useRef(path);
  useEffect(() => {
    if (before.current === path) return;
    before.current = path;
    document.querySelector<HTMLElement>("main h1")?.focus({ preventScroll: true });
  }, [path]);
}

function Footer() {
  const live = useLive();
  const { data } = useStatus();
  return (
    <footer className="bottom">
      <span className={live ? "dot dot-live" : "dot"}>{live ? "Live" : "Polling"}</span>
      {data?.projected && (
        <span>
          block {data.projected.number}, final to {data.finalized}
        </span>
      )}
      <a href="/docs">API</a>
    </footer>
  );
}
