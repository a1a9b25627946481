import "@fontsource-variable/fraunces/opsz.css";
import "@fontsource-variable/inter/wght.css";
import "./styles.css";
import "@mantine/core/styles.layer.css";
import "@mantine/notifications/styles.layer.css";
import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { ApiError } from "./api/client";
import { App } from "./App";
import { cssVariables, theme } from "./theme";

/** An answer that will not change by asking again is not asked for again. */
const worthRetrying = (failures: number, error: Error) => failures < 2 && !(error instanceof ApiError && error.status >= 400);

const queries = new QueryClient({
  // "always": offline is a failure to show, not a reason to wait in silence.
  defaultOptions: { queries: { retry: worthRetrying, staleTime: 2_000, networkMode: "always", refetchOnReconnect: true } },
});
const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");

createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <QueryClientProvider client={queries}>
        <App />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
