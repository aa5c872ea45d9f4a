import { readdirSync } from "node:fs";
import { basename } from "node:path";
import preact from "@preact/preset-vite";
import { defineConfig } from "vite";

// One entry for each page: what src/pages/NAME.tsx mounts, the server's template asks for by NAME.
const pages = readdirSync(new URL("src/pages", import.meta.url)).map((file) => [
  basename(file).replace(/\.tsx?$/, ""),
  `src/pages/${file}`,
]);

export default defineConfig({
  // Addresses relative to the files themselves, so that they hold behind any prefix.
  base: "./",
  plugins: [preact()],
  build: {
    outDir: "../static/workbench",
    emptyOutDir: true,
    manifest: "manifest.json",
    // Nothing is written into a page, since its policy lets no inline code run.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    target: "es2023",
    rollupOptions: {
      input: Object.fromEntries(pages),
      output: {
        entryFileNames: "[name]-[hash].js",
        chunkFileNames: "[name]-[hash].js",
        assetFileNames: "[name]-[hash][extname]",
      },
    },
  },
  worker: { format: "es", rollupOptions: { output: { entryFileNames: "[name]-[hash].js" } } },
});
