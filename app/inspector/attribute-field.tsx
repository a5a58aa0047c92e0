import { useState } from 'react';
import type { AttributeDeclaration, AttributeValue } from '../../engine/operators/operator.ts';
import { Checkbox } from '../ui/checkbox.tsx';
import { NumberField } from '../ui/number-field.tsx';
import { Select } from '../ui/select.tsx';
import { FormulaField } from './formula-field.tsx';
import { formatNumbers, formatSizes, readNumbers, readSizes } from './sizes.ts';

interface AttributeFieldProps {
  readonly declaration: AttributeDeclaration;
  readonly value: AttributeValue;
  /** What an inferred attribute came to, and the name of the node it was taken from. */
  readonly inferred?: { readonly value: AttributeValue; readonly from: string | undefined } | undefined;
  readonly onCommit: (value: AttributeValue) => void;
  readonly id: string;
  readonly 'aria-describedby'?: string | undefined;
}

function placeholderOf(declaration: AttributeDeclaration, inferred: AttributeFieldProps['inferred']): string {
  if (inferred !== undefined && inferred.value !== null) {
    return inferred.from === undefined ? String(inferred.value) : `from ${inferred.from}   ${inferred.value}`;
  }
  const isInferred = declaration.kind === 'integer' && declaration.inferred === true;
  return isInferred ? 'from its input' : 'None';
}

interface ListFieldProps extends Pick<AttributeFieldProps, 'id' | 'aria-describedby'> {
  readonly value: readonly number[] | null;
  readonly format: (value: readonly number[] | null) => string;
  /** The list that a text stands for; undefined where it is none. */
  readonly read: (text: string) => readonly number[] | null | undefined;
  /** Said where the text is none. */
  readonly hint: string;
  readonly placeholder?: string;
  readonly onCommit: (value: readonly number[] | null) => void;
}

/** Several numbers in one field. What cannot be read stays, red, and changes nothing; Escape brings the value back. */
function ListField({ value, format, read, hint, placeholder, onCommit, id, ...rest }: ListFieldProps) {
  const [draft, setDraft] = useState<string>();
  const isRefused = draft !== undefined && read(draft) === undefined;
  const take = () => {
    if (draft === undefined) return;
    const list = read(draft);
    if (list === undefined) return;
    setDraft(undefined);
    if (format(list) !== format(value)) onCommit(list);
  };
  return (
    <input
      id={id}
      className="in"
      aria-describedby={rest['aria-describedby']}
      aria-invalid={isRefused}
      title={isRefused ? hint : undefined}
      placeholder={placeholder}
      autoComplete="off"
      spellCheck={false}
      value={draft ?? format(value)}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key === 'Enter') take();
        else if (event.key === 'Escape') {
          setDraft(undefined);
          event.stopPropagation();
        }
      }}
    />
  );
}

/** The control that an attribute's declaration asks for. */
export function AttributeField({ declaration, value, inferred, onCommit, ...control }: AttributeFieldProps) {
  switch (declaration.kind) {
    case 'integer':
    case 'number':
      return (
        <NumberField
          {...control}
          value={value as number | null}
          integer={declaration.kind === 'integer'}
          optional={
            declaration.optional === true || (declaration.kind === 'integer' && declaration.inferred === true)
          }
          minimum={declaration.minimum}
          maximum={declaration.maximum}
          placeholder={placeholderOf(declaration, inferred)}
          onCommit={onCommit}
        />
      );
    case 'text':
      return (
        <FormulaField {...control} declaration={declaration} value={String(value)} onCommit={onCommit} />
      );
    case 'boolean':
      return <Checkbox {...control} checked={value === true} onChange={onCommit} />;
    case 'choice':
      return (
        <Select
          {...control}
          value={String(value)}
          options={declaration.options.map((option) => ({ value: option, label: option }))}
          onChange={onCommit}
        />
      );
    case 'shape':
      return (
        <ListField
          {...control}
          value={value as readonly number[]}
          format={formatSizes}
          read={(text) => readSizes(text, declaration.default.includes(-1))}
          hint="Sizes of at least 1, such as 4 or 3×32"
          onCommit={onCommit}
        />
      );
    case 'numbers':
      return (
        <ListField
          {...control}
          value={value as readonly number[] | null}
          format={formatNumbers}
          read={readNumbers}
          hint="Numbers with commas between them, such as 1, 0.5, 2; nothing means None"
          placeholder="None"
          onCommit={onCommit}
        />
      );
  }
}
