import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { useStore } from 'zustand';
import { Icon } from '../ui/icon.tsx';
import { type Choice, type ChooserSubject, chooserStore, closeChooser } from './chooser-store.ts';
import './chooser.css';

/** More lines than these nobody scrolls through; typing narrows them. */
const mostShown = 200;

function ChooserList({ subject }: { readonly subject: ChooserSubject }) {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const all = useMemo(() => subject.search(text), [subject, text]);
  const found = all.slice(0, mostShown);
  const current = Math.min(at, found.length - 1);
  // Before the page is drawn: an effect proper comes after the next key on a busy machine, which the sheet then takes.
  useLayoutEffect(() => field.current?.focus(), []);
  const chosen = found[current]?.key;
  useEffect(() => {
    if (text === '') subject.onFound?.(undefined);
    else
      subject.onFound?.(
        all.map(({ key }) => key),
        chosen,
      );
  }, [subject, text, all, chosen]);
  useEffect(() => () => subject.onFound?.(undefined), [subject]);
  useEffect(() => {
    list.current?.querySelector(`#choice-${current}`)?.scrollIntoView({ block: 'nearest' });
  }, [current]);

  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The sheet keeps what a finger does from taking the focus away.
    const touched = ({ target }: PointerEvent) => {
      if (target instanceof Node && frame.current?.contains(target) === false) closeChooser();
    };
    window.addEventListener('pointerdown', touched, { capture: true });
    return () => window.removeEventListener('pointerdown', touched, { capture: true });
  }, []);

  const leave = () => {
    const { before } = chooserStore.getState();
    closeChooser();
    if (before instanceof HTMLElement && before.isConnected) before.focus();
  };
  const take = (choice: Choice | undefined) => {
    if (choice === undefined) return;
    leave();
    choice.run();
  };
  const left = Math.min(subject.at.x, window.innerWidth - 392);
  const top = Math.min(subject.at.y, window.innerHeight - 330);
  return (
    <div
      ref={frame}
      className={subject.isLow === true ? 'chooser low' : 'chooser'}
      role="dialog"
      aria-label={subject.title}
      style={{ left: Math.max(8, left), top: Math.max(8, top) }}
    >
      <div className="q">
        <Icon name="search" size={14} />
        <input
          ref={field}
          placeholder={subject.title}
          aria-label={subject.title}
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
            else {
              // The focus goes on from where it was, not from the list, which lies at the end of the page.
              if (event.key === 'Tab') leave();
              return;
            }
            event.preventDefault();
            event.stopPropagation();
          }}
        />
        {subject.isLow === true && text !== '' && found.length > 0 ? (
          <span className="num">
            {current + 1} of {all.length}
          </span>
        ) : null}
      </div>
      {found.length === 0 ? (
        <p className="none">{subject.none(text === '')}</p>
      ) : (
        <div
          className="choices"
          tabIndex={-1}
          id="chooser-list"
          role="listbox"
          aria-label={subject.title}
          ref={list}
        >
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

/** The list that is open: where to connect, what to add, what to do, what to find. */
export function Chooser() {
  const { subject, opened } = useStore(chooserStore);
  if (subject === undefined) return null;
  return createPortal(<ChooserList key={opened} subject={subject} />, document.body);
}
