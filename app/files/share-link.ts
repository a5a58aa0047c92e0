import { type ReadResult, readDocument } from '../../engine/formats/json.ts';
import { diagnostic } from '../../engine/graph/check/diagnostic.ts';
import { decodeBase64, encodeBase64 } from '../../engine/graph/weights.ts';

/**
 * A graph as a link: the document's text, compressed (RFC 1951), in base64url (RFC 4648, without padding) behind the
 * page's address. What stands behind # stays in the browser, so no server gets to know the graph.
 */

const start = '#graph=';

/** Most characters behind an address: what every browser opens and most messages carry whole. */
export const longestLink = 32_000;

const through = (bytes: Uint8Array<ArrayBuffer>, change: CompressionStream | DecompressionStream) =>
  new Response(new Blob([bytes]).stream().pipeThrough(change));

/** What stands behind the page's address in the link to the document with this text. */
export async function linkEnd(text: string): Promise<string> {
  const compressed = through(new TextEncoder().encode(text), new CompressionStream('deflate-raw'));
  const base64 = encodeBase64(new Uint8Array(await compressed.arrayBuffer()));
  return start + base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

const damaged = (message: string): ReadResult => ({
  ok: false,
  diagnostics: [diagnostic('not-a-document', { title: 'This link does not hold a whole graph', message })],
});

/** The graph in the end of an address; undefined where none is meant. */
export async function readLinkEnd(end: string): Promise<ReadResult | undefined> {
  // An address typed or cut down to the bare word means none, too.
  if (!end.startsWith(start) || end === start) return undefined;
  // Text compresses at most a thousandfold, so this bounds what a stranger's link may ask of the memory, too.
  if (end.length > longestLink)
    return damaged(`Expected at most ${longestLink} characters; found ${end.length}.`);
  const base64 = end.slice(start.length).replaceAll('-', '+').replaceAll('_', '/');
  const bytes = decodeBase64(base64.padEnd(Math.ceil(base64.length / 4) * 4, '='));
  if (bytes === undefined)
    return damaged('Expected letters, digits, - and _; found others or a part missing.');
  try {
    return readDocument(await through(new Uint8Array(bytes), new DecompressionStream('deflate-raw')).text());
  } catch {
    return damaged('Its end is missing or was changed on the way. Ask for the link again, or for the file.');
  }
}
