import { useEffect, useRef, useState } from 'react';
import type { TableRequest } from './table-protocol.ts';
import { TableReader } from './table-reader.ts';

/** A reader that lives as long as the wizard, what it was told last, and how far what is under way has come. */
export function useTableReader() {
  const [progress, setProgress] = useState<number>();
  const [fault, setFault] = useState<string>();
  const reader = useRef<TableReader>(undefined);
  reader.current ??= new TableReader(setProgress);
  useEffect(() => () => reader.current?.end(), []);
  const ask = async (request: TableRequest) => {
    setFault(undefined);
    const answer = await reader.current?.ask(request);
    if (answer?.kind === 'refused') setFault(answer.message);
    return answer;
  };
  return {
    progress,
    fault,
    ask,
    cancel: () => reader.current?.end(),
    forgive: () => setFault(undefined),
  };
}
