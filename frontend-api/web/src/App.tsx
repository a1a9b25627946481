import { Container } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useState } from "react";
import { WagmiProvider } from "wagmi";
import { sessionGetOptions } from "./api/generated/@tanstack/react-query.gen";
import { followLive } from "./api/live";
import { useDeployment } from "./api/queries";
import type { Deployment } from "./api/types";
import { walletConfig } from "./chain/config";
import { DeploymentProvider } from "./chain/contracts";
import { Shell } from "./shell/Shell";
import { TransactionProvider } from "./tx/useTransaction";
import { Asked } from "./ui/Notice";

const Notifications = lazy(async () => ({ default: (await import("@mantine/notifications")).Notifications }));

/** The page, once it knows which deployment it shows. */
export function App() {
  const deployment = useDeployment();
  if (deployment.data) return <Deployed deployment={deployment.data} />;
  return (
    <Container component="main" size={640} py={80}>
      <Asked query={deployment} what="Troupe">
        {() => null}
      </Asked>
    </Container>
  );
}

function Deployed({ deployment }: { deployment: Deployment }) {
  const queries = useQueryClient();
  const [config] = useState(() => walletConfig(deployment));
  const { data: session, isPending } = useQuery({ ...sessionGetOptions(), staleTime: 30_000 });
  // Whose messages come is settled when the connection opens.
  const listener = session?.address;
  useEffect(() => (isPending ? undefined : followLive(queries)), [queries, isPending, listener]);
  return (
    <WagmiProvider config={config}>
      <DeploymentProvider value={deployment}>
        <TransactionProvider>
          <Shell />
        </TransactionProvider>
        <Suspense>
          <Notifications position="bottom-right" />
        </Suspense>
      </DeploymentProvider>
    </WagmiProvider>
  );
}
