import { Fragment, type KeyboardEvent, useEffect, useId, useRef } from 'react';
import { formatShape } from '../../engine/program/shape.ts';
import type { PrimitiveReport } from '../../engine/trace/node-report.ts';

const stages = [
  { id: 'forward', title: 'forward', className: 'fw' },
  { id: 'backward', title: 'backward', className: 'bw' },
  { id: 'update', title: 'update', className: 'muted' },
] as const;

interface PrimitiveListProps {
  readonly primitives: readonly PrimitiveReport[];
  readonly chosen: PrimitiveReport | undefined;
  readonly onChoose: (id: number) => void;
}

/** The primitives of a node by stage; arrows move from one to the next. */
export function PrimitiveList({ primitives, chosen, onChoose }: PrimitiveListProps) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const optionId = (primitive: PrimitiveReport): string => `${id}-${primitive.id}`;
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  });
  const onKeyDown = (event: KeyboardEvent) => {
    const at = chosen === undefined ? -1 : primitives.indexOf(chosen);
    const last = primitives.length - 1;
    const to = {
      ArrowDown: Math.min(at + 1, last),
      ArrowUp: Math.max(at - 1, 0),
      Home: 0,
      End: last,
    }[event.key];
    const next = to === undefined ? undefined : primitives[to];
    if (next === undefined) return;
    event.preventDefault();
    onChoose(next.id);
  };
  return (
    <div
      ref={list}
      className="primitives"
      role="listbox"
      tabIndex={0}
      aria-label="Primitives"
      aria-activedescendant={chosen === undefined ? undefined : optionId(chosen)}
      onKeyDown={onKeyDown}
    >
      {stages.map(({ id: stage, title, className }) => {
        const own = primitives.filter((primitive) => primitive.stage === stage);
        return own.length === 0 ? null : (
          <Fragment key={stage}>
            <div className={`stage ${className}`} role="presentation">
              {title}
            </div>
            {own.map((primitive) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the list itself takes the keys
              <div
                key={primitive.id}
                id={optionId(primitive)}
                role="option"
                tabIndex={-1}
                aria-selected={primitive === chosen}
                className={`primitive ${primitive.ending === 'nowhere' ? 'gone' : ''}`}
                title={primitive.ending === 'nowhere' ? 'No kernel computes it' : undefined}
                onClick={() => onChoose(primitive.id)}
              >
                <span className="what">
                  <b>{primitive.name}</b> = {primitive.text}
                </span>
                <span className="muted">{formatShape(primitive.shape)}</span>
              </div>
            ))}
          </Fragment>
        );
      })}
    </div>
  );
}
