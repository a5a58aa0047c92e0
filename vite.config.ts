import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { graphJsonSchema } from './engine/graph/json-schema.ts';

/** What the served page may load: only itself. WebAssembly for the compiled graph, inline styles for React. */
const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "worker-src 'self' blob:",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
].join('; ');

/** Publishes the JSON Schema of a graph document beside the app, made from the schema that checks it. */
function publishGraphSchema(): Plugin {
  return {
    name: 'nodegrad:publish-graph-schema',
    apply: 'build',
    generateBundle() {
      this.emitFile({
        type: 'asset',
        fileName: 'schema/graph-v1.json',
        source: `${JSON.stringify(graphJsonSchema(), null, 2)}\n`,
      });
    },
  };
}

/** Isolates the page from other origins, so that the threads of its workers may share memory. */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

export default defineConfig({
  base: './',
  plugins: [react(), publishGraphSchema()],
  worker: { format: 'es' },
  build: {
    // One chunk of some 300 kB compressed is what the first load may be; the default warns at half of it.
    chunkSizeWarningLimit: 1_000,
    target: 'es2023',
    sourcemap: false,
    // What the page needs before it shows is one chunk, which is smaller than the twenty that later parts would share it in.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] } } },
  },
  server: { headers: isolation },
  preview: { headers: { 'Content-Security-Policy': contentSecurityPolicy, ...isolation } },
});
