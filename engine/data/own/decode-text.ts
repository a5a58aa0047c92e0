/** What of the host's decoder of text is used: browsers and Node have the same one. */
interface Decoder {
  readonly decode: (bytes: Uint8Array) => string;
}
const { TextDecoder: HostDecoder } = globalThis as unknown as {
  readonly TextDecoder: new (label: string, options?: { readonly fatal: boolean }) => Decoder;
};

/**
 * Text of a file: by its byte-order mark, else UTF-8, and where it is no UTF-8 the Windows code page of western Europe,
 * in which spreadsheets there save.
 */
export function decodeText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new HostDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new HostDecoder('utf-16be').decode(bytes);
  try {
    return new HostDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new HostDecoder('windows-1252').decode(bytes);
  }
}
