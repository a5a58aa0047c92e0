import { use, useRef } from 'react';
import { NodeResizeControl } from 'reactflow';
import type { Annotation } from '../../engine/graph/document.ts';
import { changeAnnotation, smallestSize } from '../../engine/graph/edit/annotations.ts';
import { edit, useDocument } from '../document/store.ts';
import { TextArea } from '../ui/text-area.tsx';
import { TextField } from '../ui/text-field.tsx';
import './annotations.css';
import { useGrownFrame } from './grown-frame.ts';
import { focusAfterKey, startRenaming, stopRenaming, useRenaming } from './renaming.ts';
import { ZoomLevelContext } from './zoom-level.ts';

interface CardProps {
  readonly id: string;
  readonly selected?: boolean;
  readonly dragging?: boolean;
}

const useAnnotation = (id: string): Annotation | undefined =>
  useDocument(({ document }) => document.annotations?.find((each) => each.id === id));

const write = ({ id, kind }: Annotation, text: string): void =>
  edit(kind === 'note' ? 'Write a note' : 'Name a frame', (document) =>
    changeAnnotation(document, id, { text }),
  );

/** The corner by which a note or a frame is made larger; the inspector has its size as numbers. */
function Corner({ annotation: { id, kind } }: { readonly annotation: Annotation }) {
  return (
    <NodeResizeControl
      className="corner nodrag"
      position="bottom-right"
      minWidth={smallestSize.width}
      minHeight={smallestSize.height}
      onResizeEnd={(_, { width, height }) =>
        edit(`Resize a ${kind}`, (document) => changeAnnotation(document, id, { size: { width, height } }))
      }
    >
      <svg viewBox="0 0 12 12" aria-hidden="true">
        <path d="M11 3v8H3" />
      </svg>
    </NodeResizeControl>
  );
}

const classOf = ({ kind, tint }: Annotation, selected: boolean): string =>
  `annotation ${kind}${tint === undefined ? '' : ` ${tint}`}${selected ? ' selected' : ''}`;

/** A person's own words on the sheet; written where they stand. */
export function NoteCard({ id, selected = false }: CardProps) {
  const note = useAnnotation(id);
  const writing = useRenaming(id, 'card');
  if (note === undefined) return null;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: F2 does the same from the keyboard
    <div className={classOf(note, selected)} onDoubleClick={() => startRenaming(id)}>
      {writing ? (
        <span
          className="nodrag nowheel"
          ref={(box) => box?.querySelector('textarea')?.focus()}
          onKeyDownCapture={focusAfterKey(id)}
        >
          <TextArea
            value={note.text}
            label="Text of the note"
            className=""
            maxLength={10_000}
            onLeave={stopRenaming}
            onCommit={(text) => write(note, text)}
          />
        </span>
      ) : note.text === '' ? (
        <p className="hint">Double-click or F2 to write</p>
      ) : (
        <p>{note.text}</p>
      )}
      {selected ? <Corner annotation={note} /> : null}
    </div>
  );
}

/** A titled box behind nodes, taken hold of by its title; it computes nothing and has no ports. */
export function FrameCard({ id, selected = false, dragging = false }: CardProps) {
  const frame = useAnnotation(id);
  const level = use(ZoomLevelContext);
  const grown = useGrownFrame(id);
  // While it is dragged it keeps the size it was taken with, whatever it is drawn over.
  const inset = useRef(grown);
  if (!dragging) inset.current = grown;
  const writing = useRenaming(id, 'card');
  if (frame === undefined) return null;
  const afar = level === 'card' ? '' : ' from-afar';
  return (
    <div className={`${classOf(frame, selected)}${afar}`} style={{ inset: inset.current }}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: F2 does the same from the keyboard */}
      <header className="frame-title" onDoubleClick={() => startRenaming(id)}>
        {writing ? (
          <span
            className="nodrag"
            ref={(box) => box?.querySelector('input')?.select()}
            onKeyDownCapture={focusAfterKey(id)}
          >
            <TextField
              value={frame.text}
              className=""
              label="Title of the frame"
              maxLength={200}
              onLeave={stopRenaming}
              onCommit={(text) => write(frame, text)}
            />
          </span>
        ) : (
          <b className="truncate">{frame.text === '' ? 'Frame' : frame.text}</b>
        )}
      </header>
      {selected ? <Corner annotation={frame} /> : null}
    </div>
  );
}
