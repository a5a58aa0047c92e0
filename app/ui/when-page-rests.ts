/** Runs once nothing else has to be done. Safari has no idle callbacks; a second after the start serves as well. */
export function whenPageRests(run: () => void): void {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(run, { timeout: 3_000 });
  else setTimeout(run, 1_000);
}
