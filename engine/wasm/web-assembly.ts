/**
 * What the compiler needs of the host's WebAssembly. The engine's own type library knows no host; browsers and Node have
 * this object under the same name.
 */

export interface Memory {
  readonly buffer: ArrayBufferLike;
  grow(pages: number): number;
}

interface Host {
  validate(bytes: Uint8Array<ArrayBuffer>): boolean;
  Memory: new (limits: {
    readonly initial: number;
    readonly maximum?: number;
    readonly shared?: boolean;
  }) => Memory;
  Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  Instance: new (
    module: object,
    imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  ) => { readonly exports: Readonly<Record<string, unknown>> };
}

/** Missing where a browser has it switched off. */
export const host = (globalThis as unknown as { readonly WebAssembly?: Host }).WebAssembly;

/** The same where it is needed. */
export function requiredHost(): Host {
  if (host === undefined) throw new Error('WebAssembly is missing or switched off here');
  return host;
}
