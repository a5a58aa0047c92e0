import { useId } from 'react';
import { Button } from '../ui/button.tsx';
import type { TableSource } from './table-protocol.ts';

/** Where the table comes from: a file, or rows from the clipboard. */
export function SourceStep({
  isBusy,
  pasted,
  onPasted,
  onSource,
}: {
  readonly isBusy: boolean;
  readonly pasted: string;
  readonly onPasted: (text: string) => void;
  readonly onSource: (source: TableSource) => void;
}) {
  const id = useId();
  return (
    <div className="source-step">
      <section>
        <h4>
          <label htmlFor={id}>From a file</label>
        </h4>
        <input
          id={id}
          type="file"
          accept=".csv,.tsv,.txt,.tab,text/csv,text/tab-separated-values,text/plain"
          disabled={isBusy}
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            if (file !== undefined) onSource({ kind: 'file', file });
            // The same file can be chosen again, after it was changed.
            event.currentTarget.value = '';
          }}
        />
        <p className="cap">
          CSV with commas, semicolons, tabs or pipes, up to 32 MB and 400,000 cells. How it is written is
          found out and can be corrected. The table stays in this browser and becomes part of the document.
        </p>
      </section>
      <section>
        <h4>Or pasted</h4>
        <textarea
          aria-label="Rows of a table"
          spellCheck={false}
          placeholder={'height;width;kind\n1,5;2,0;leaf'}
          value={pasted}
          onChange={(event) => onPasted(event.currentTarget.value)}
        />
        <Button
          variant="line"
          disabled={isBusy || pasted.trim() === ''}
          onClick={() => onSource({ kind: 'text', text: pasted })}
        >
          Read the pasted rows
        </Button>
      </section>
    </div>
  );
}
