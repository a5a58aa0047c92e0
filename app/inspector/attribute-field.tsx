import { useState } from 'react';
import type { AttributeDeclaration, AttributeValue } from '../../engine/operators/operator.ts';
import { Checkbox } from '../ui/checkbox.tsx';
import { NumberField } from '../ui/number-field.tsx';
import { Select } from '../ui/select.tsx';
import { formatSizes, readSizes } from './sizes.ts';

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
  return declaration.kind === 'integer' && declaration.optional === true ? 'None' : 'from its input';
}

function SizesField({
  value,
  onCommit,
  id,
  ...rest
}: {
  readonly value: readonly number[];
  readonly onCommit: (value: readonly number[]) => void;
  readonly id: string;
  readonly 'aria-describedby'?: string | undefined;
}) {
  const [draft, setDraft] = useState<string>();
  const isRefused = draft !== undefined && readSizes(draft) === undefined;
  const take = () => {
    if (draft === undefined) return;
    const sizes = readSizes(draft);
    if (sizes === undefined) return;
    setDraft(undefined);
    if (formatSizes(sizes) !== formatSizes(value)) onCommit(sizes);
  };
  return (
    <input
      id={id}
      className="in"
      aria-describedby={rest['aria-describedby']}
      aria-invalid={isRefused}
      title={isRefused ? 'Sizes of at least 1, such as 4 or 3×32' : undefined}
      autoComplete="off"
      spellCheck={false}
      value={draft ?? formatSizes(value)}
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
          optional={declaration.kind === 'integer' && (declaration.inferred ?? declaration.optional) === true}
          minimum={declaration.minimum}
          maximum={declaration.maximum}
          placeholder={placeholderOf(declaration, inferred)}
          onCommit={onCommit}
        />
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
      return <SizesField {...control} value={value as readonly number[]} onCommit={onCommit} />;
  }
}
