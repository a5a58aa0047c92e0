import type { KeyboardEvent } from 'react';

/** Rows further down, by the key that leads there, as in a spreadsheet. */
function rowsOf({ key, shiftKey }: KeyboardEvent): number {
  if (key === 'ArrowDown') return 1;
  if (key === 'ArrowUp') return -1;
  if (key === 'Enter') return shiftKey ? -1 : 1;
  return 0;
}

/**
 * In a table of fields arrows and Enter lead to the same column of another row; what cannot be taken keeps Enter where it is. To
 * be called before the field gets the key: it gives on what was typed when it is left, and would on Enter do so a second time.
 */
export function moveInTable(press: KeyboardEvent): void {
  const { target, key, ctrlKey, metaKey, altKey } = press;
  const by = rowsOf(press);
  if (by === 0 || ctrlKey || metaKey || altKey || !(target instanceof HTMLInputElement)) return;
  if (key === 'Enter' && target.getAttribute('aria-invalid') === 'true') return;
  const cell = target.closest('td');
  const row = cell?.parentElement;
  const other = by > 0 ? row?.nextElementSibling : row?.previousElementSibling;
  const field = other?.children[cell?.cellIndex ?? -1]?.querySelector('input') ?? target;
  target.blur();
  field.focus();
  field.select();
  press.preventDefault();
  press.stopPropagation();
}
