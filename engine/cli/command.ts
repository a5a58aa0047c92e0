/** Where a command reads and writes, so that tests can stand in for the terminal. */
export interface Terminal {
  /** The bytes of a file, or of standard input for '-'. Throws where it cannot be read. */
  readonly read: (file: string) => Uint8Array;
  readonly write: (text: string) => void;
  readonly writeError: (text: string) => void;
}

export const exitCodes = { fine: 0, failed: 1, badUsage: 2 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export interface Command {
  readonly name: string;
  /** As help prints it, such as 'summary FILE [--json]'. */
  readonly usage: string;
  readonly help: string;
  /** Throws UsageError where the arguments make no sense. */
  readonly run: (args: readonly string[], terminal: Terminal) => ExitCode;
}

/** The command was called wrongly; the message says how. */
export class UsageError extends Error {}
