import type { FormulaName } from '../../engine/graph/formula/formula-names.ts';
import { toText } from '../../engine/notation/text.ts';
import { Formula } from '../formulas/formula.tsx';
import { Icon } from '../ui/icon.tsx';

interface OpeningsProps {
  /** Names that stand in the formulas shown, and those that are written out already. */
  readonly names: readonly FormulaName[];
  readonly opened: ReadonlySet<string>;
  readonly onChange: (opened: ReadonlySet<string>) => void;
}

const toggled = (opened: ReadonlySet<string>, key: string): ReadonlySet<string> => {
  const next = new Set(opened);
  if (!next.delete(key)) next.add(key);
  return next;
};

/** The names that can be written out one level further, each a switch. */
export function FormulaOpenings({ names, opened, onChange }: OpeningsProps) {
  if (names.length === 0) return null;
  return (
    <fieldset className="openings">
      <legend className="cap">Write out</legend>
      {names.map(({ key, name }) => {
        const isOpen = opened.has(key);
        return (
          <button
            key={key}
            type="button"
            className="opening"
            aria-pressed={isOpen}
            aria-label={`Write out ${toText(name)}`}
            onClick={() => onChange(toggled(opened, key))}
          >
            <Icon name={isOpen ? 'minus' : 'plus'} size={12} />
            <Formula expression={name} size="sm" />
          </button>
        );
      })}
    </fieldset>
  );
}
