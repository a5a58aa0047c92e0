import type { KeyboardEvent } from 'react';

/** The cell beside one of a table, by the key that leads there; undefined at the edge. */
function cellBeside(cell: HTMLTableCellElement, key: string): Element | null | undefined {
  const row = cell.parentElement;
  switch (key) {
    case 'ArrowRight':
      return cell.nextElementSibling;
    case 'ArrowLeft':
      return cell.previousElementSibling;
    case 'ArrowDown':
      return row?.nextElementSibling?.children[cell.cellIndex];
    case 'ArrowUp':
      return row?.previousElementSibling?.children[cell.cellIndex];
    case 'Home':
      return row?.querySelector('td[tabindex]');
    case 'End':
      return row?.lastElementChild;
    default:
      return undefined;
  }
}

/** In a grid of numbers arrow keys go from cell to cell, Enter and Space do what a click does. */
export function moveInGrid(press: KeyboardEvent): void {
  const { target, key, ctrlKey, metaKey, altKey } = press;
  if (!(target instanceof HTMLTableCellElement) || ctrlKey || metaKey || altKey) return;
  if (key === 'Enter' || key === ' ') target.click();
  else {
    const next = cellBeside(target, key);
    if (!(next instanceof HTMLTableCellElement) || !next.hasAttribute('tabindex')) return;
    next.focus();
  }
  press.preventDefault();
}
