import { digestsOf, documents } from './runs.ts';

/** What is run outside Node: the digests of every document as JSON, handed to `report` or, in a shell, printed. */

const host = globalThis as unknown as {
  readonly print?: (text: string) => void;
  readonly postMessage?: (text: string) => void;
};

const report = host.print ?? host.postMessage;
const found = Object.fromEntries(
  Object.entries(documents).map(([name, document]) => [name, digestsOf(document)]),
);
report?.(JSON.stringify(found));
