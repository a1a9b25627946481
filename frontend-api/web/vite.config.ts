import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import description from "../openapi.json";

const service = "http://127.0.0.1:8000";
const api = new Set([...Object.keys(description.paths), "/live"].map((path) => `/${path.split("/")[1]}`));

export default defineConfig({
  plugins: [react()],
  // Nothing is inlined as data: the service's content security policy allows files of its own only.
  build: { assetsInlineLimit: 0, target: "es2022", chunkSizeWarningLimit: 700, manifest: true },
  server: { proxy: Object.fromEntries([...api].map((path) => [path, { target: service, ws: true }])) },
});
