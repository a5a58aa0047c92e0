// Playwright's global setup: serves the built app on a free port, so that two runs never collide.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { preview } from 'vite';

const project = fileURLToPath(new URL('../..', import.meta.url));

/** @returns {Promise<() => Promise<void>>} what stops the server */
export default async function serve() {
  if (!existsSync(join(project, 'dist', 'index.html'))) {
    throw new Error(
      'dist/index.html is missing: the browser tests run the built app, so `npm run build` first.',
    );
  }
  const server = await preview({
    root: project,
    logLevel: 'error',
    preview: { host: '127.0.0.1', port: 0, open: false },
  });
  const address = server.resolvedUrls?.local[0];
  if (!address) throw new Error('The built app is served, but Vite does not say where.');
  process.env['NODEGRAD_ADDRESS'] = address; // Playwright's workers inherit it as their base address
  return () => server.close();
}
