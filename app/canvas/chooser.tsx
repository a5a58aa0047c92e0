import { useEffect, useMemo, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { useStore } from 'zustand';
import type { Verdict } from '../../engine/graph/connect.ts';
import { displayName } from '../../engine/graph/display-name.ts';
import type { Endpoint } from '../../engine/graph/document.ts';
import { connect } from '../../engine/graph/edit.ts';
import { operatorOf } from '../../engine/graph/operator-of.ts';
import { formatShape } from '../../engine/program/shape.ts';
import { documentStore, edit } from '../document/store.ts';
import { Icon } from '../ui/icon.tsx';
import { type ChooserSubject, chooserStore, closeChooser } from './chooser-store.ts';
import { verdictsFrom } from './connecting.ts';
import { canvasView } from './view-handle.ts';
import './chooser.css';

interface Choice {
  readonly key: string;
  readonly label: string;
  readonly detail: string;
  readonly verdict: Extract<Verdict, { readonly ok: true }>;
}

/** Every wire that may be drawn from the ports asked about. */
export function choicesFor(subject: ChooserSubject): readonly Choice[] {
  const { document, checked } = documentStore.getState();
  const node = document.nodes.find(({ id }) => id === subject.node);
  const operator = node === undefined ? undefined : operatorOf(node);
  if (operator === undefined) return [];
  const names = new Map(document.nodes.map((each) => [each.id, displayName(each)]));
  const asked = (port: string, side: 'input' | 'output') =>
    (subject.side === undefined || subject.side === side) &&
    (subject.port === undefined || subject.port === port);
  const shapeOf = ([id, port]: Endpoint) => {
    const type = checked.nodes.get(id)?.outputs.get(port);
    return type === undefined ? '' : formatShape(type.shape);
  };
  const wires = (port: string, side: 'input' | 'output'): readonly Choice[] => {
    const own: Endpoint = [subject.node, port];
    return [...verdictsFrom(own, side)].flatMap(([key, verdict]) => {
      if (!verdict.ok) return [];
      const other = key.split(' ') as unknown as Endpoint;
      const far = `${names.get(other[0])}.${other[1]}`;
      const label = side === 'output' ? `${port} → ${far}` : `${far} → ${port}`;
      return [{ key: `${side} ${port} ${key}`, label, detail: shapeOf(verdict.edge.from), verdict }];
    });
  };
  return [
    ...(operator.category === 'loss' ? [] : operator.outputs)
      .filter(({ name }) => asked(name, 'output'))
      .flatMap(({ name }) => wires(name, 'output')),
    ...operator.inputs.filter(({ name }) => asked(name, 'input')).flatMap(({ name }) => wires(name, 'input')),
  ];
}

function ChooserList({ subject }: { readonly subject: ChooserSubject }) {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  const place = useStore(chooserStore, (state) => state.at);
  const all = useMemo(() => choicesFor(subject), [subject]);
  const found = all.filter(({ label }) => label.toLowerCase().includes(text.toLowerCase()));
  const current = Math.min(at, found.length - 1);
  useEffect(() => field.current?.focus(), []);

  const leave = () => {
    closeChooser();
    canvasView()?.focus(subject.node);
  };
  const take = (choice: Choice | undefined) => {
    if (choice === undefined) return;
    edit(`Connect ${choice.label}`, (document) =>
      connect(document, choice.verdict.edge, choice.verdict.replaces),
    );
    leave();
  };
  const left = Math.min(place.x, window.innerWidth - 392);
  const top = Math.min(place.y, window.innerHeight - 330);
  return (
    <div
      className="chooser"
      role="dialog"
      aria-label="Connect to"
      style={{ left: Math.max(8, left), top: Math.max(8, top) }}
    >
      <div className="q">
        <Icon name="search" size={14} />
        <input
          ref={field}
          placeholder="Connect to…"
          aria-label="Connect to"
          role="combobox"
          aria-expanded="true"
          aria-controls="chooser-list"
          aria-activedescendant={found[current] === undefined ? undefined : `choice-${current}`}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setAt(0);
          }}
          onBlur={closeChooser}
          onKeyDown={(event) => {
            const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
            if (step !== 0 && found.length > 0) setAt((current + step + found.length) % found.length);
            else if (event.key === 'Enter') take(found[current]);
            else if (event.key === 'Escape') leave();
            else return;
            event.preventDefault();
            event.stopPropagation();
          }}
        />
      </div>
      {found.length === 0 ? (
        <p className="none">
          {all.length === 0 ? 'No port on the canvas can take a wire from here.' : 'No port of this name.'}
        </p>
      ) : (
        <div className="choices" tabIndex={-1} id="chooser-list" role="listbox" aria-label="Ports">
          {found.map((choice, index) => (
            <div
              tabIndex={-1}
              className="choice"
              key={choice.key}
              id={`choice-${index}`}
              role="option"
              aria-selected={index === current}
              onPointerEnter={() => setAt(index)}
              onPointerDown={(event) => {
                event.preventDefault();
                take(choice);
              }}
            >
              {choice.label}
              <span className="end num">{choice.detail}</span>
            </div>
          ))}
        </div>
      )}
    </div>
  );
}

/** 'Connect to…': every wire that is possible, from the keyboard. */
export function Chooser() {
  const subject = useStore(chooserStore, (state) => state.subject);
  if (subject === undefined) return null;
  const key = `${subject.node} ${subject.side ?? ''} ${subject.port ?? ''}`;
  return createPortal(<ChooserList key={key} subject={subject} />, document.body);
}
