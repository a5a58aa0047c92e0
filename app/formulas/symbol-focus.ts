import { elementAt, follow } from './followed.ts';
import { besides, type Linked, linkedAt } from './links.ts';

/** Symbols of formulas and matrices of their numbers, in the order of reading. */
const symbols = 'math [data-symbol]';

const symbolsIn = (place: Element): readonly Element[] => [...place.querySelectorAll(symbols)];

/** Rows of formulas, each of which begins a line: its equation, where names come from, its numbers. */
const lineOf = (symbol: Element): Element | null =>
  symbol.closest('.sides, .definitions, .filled, .update-equation, .walk-equation');

/** Focus makes a symbol what the pointer being on it makes it, and stays. */
function focusOn(symbol: Element | null | undefined): void {
  if (!(symbol instanceof MathMLElement)) return;
  symbol.setAttribute('tabindex', '-1');
  symbol.focus();
  symbol.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

/** The first symbol of the next line in a direction; undefined past the last. */
function otherLine(all: readonly Element[], from: Element, by: 1 | -1): Element | undefined {
  const lines = [...new Set(all.map(lineOf))];
  const line = lines[lines.indexOf(lineOf(from)) + by];
  return all.find((symbol) => lineOf(symbol) === line && line !== undefined);
}

/** Where a key leads from a symbol, or from the place that holds all of them. */
function symbolFor(key: string, place: Element, from: Element): Element | undefined {
  const all = symbolsIn(place);
  const at = all.indexOf(from);
  if (at < 0) return ['ArrowRight', 'ArrowDown', 'Home'].includes(key) ? all[0] : undefined;
  switch (key) {
    case 'ArrowRight':
      return all[at + 1];
    case 'ArrowLeft':
      return all[at - 1];
    case 'ArrowDown':
      return otherLine(all, from, 1);
    case 'ArrowUp':
      return otherLine(all, from, -1);
    case 'Home':
      return all[0];
    case 'End':
      return all.at(-1);
    default:
      return undefined;
  }
}

/** Arrow keys go from symbol to symbol, Esc goes back to the place that holds them. */
export function onKeyDown(press: KeyboardEvent): void {
  const { target, key } = press;
  if (!(target instanceof Element) || press.ctrlKey || press.metaKey || press.altKey || press.shiftKey)
    return;
  const place = target.closest<HTMLElement>(besides);
  if (place === null || (target !== place && !target.matches(symbols))) return;
  const element = key === 'Enter' ? elementAt(target) : undefined;
  if (key === 'Escape' && target !== place) place.focus();
  else if (element !== undefined) follow(element);
  else if (/^(Arrow|Home$|End$)/u.test(key)) focusOn(symbolFor(key, place, target));
  else return;
  press.preventDefault();
}

/** A click or a touch on a symbol keeps it lit until another place is touched; a number is followed from then on. */
export function onClick({ target }: MouseEvent): void {
  if (!(target instanceof Element) || target.closest(besides) === null) return;
  focusOn(target.closest(symbols));
  const element = elementAt(target);
  if (element !== undefined) follow(element);
}

/** What the focus is on: a symbol however it came there, a card or a wire when it is shown to be there. */
export function focused(): Linked | undefined {
  const { activeElement: active } = document;
  if (active === null) return undefined;
  if (active.matches(symbols)) return linkedAt(active);
  const isPart = active.matches('.react-flow__node, .react-flow__edge');
  return isPart && active.matches(':focus-visible') ? linkedAt(active) : undefined;
}
