import { defineConfig } from "@hey-api/openapi-ts";

/** Makes src/api/generated/ of ../openapi.json, which `python -m frontend_api openapi` writes. */
export default defineConfig({
  input: "../openapi.json",
  output: "src/api/generated",
  logs: { level: "error", file: false },
  parser: {
    patch: {
      // src/api/client.ts throws an ApiError whatever goes wrong, so queries fail with an Error.
      operations: (_method, _path, operation) => {
        for (const status of Object.keys(operation.responses ?? {})) {
          if (Number(status) >= 400) delete operation.responses?.[status];
        }
      },
    },
  },
  plugins: [
    { name: "@hey-api/client-fetch", runtimeConfigPath: "./src/api/client", throwOnError: true },
    {
      name: "@hey-api/typescript",
      // Addresses, hashes and digests are what viem calls Hex.
      $resolvers: {
        string: ({ $, schema }) => (schema.pattern?.startsWith("^0x") ? $.type("`0x${string}`") : undefined),
      },
    },
    { name: "@hey-api/sdk", responseStyle: "data" },
    { name: "@tanstack/react-query", queryKeys: { tags: true }, infiniteQueryKeys: { tags: true } },
  ],
});
