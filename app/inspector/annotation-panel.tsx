import { type Annotation, farthestPosition, tints } from '../../engine/graph/document.ts';
import { changeAnnotation, smallestSize } from '../../engine/graph/edit/annotations.ts';
import { menuCommand } from '../commands/menu-entries.tsx';
import { edit } from '../document/store.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { NumberField } from '../ui/number-field.tsx';
import { Select } from '../ui/select.tsx';
import { TextArea } from '../ui/text-area.tsx';
import { TextField } from '../ui/text-field.tsx';

const titles = { note: 'Note', frame: 'Frame' } as const;
const colours = ['none', ...tints] as const;

/** A selected note or frame: its text, colour and size. */
export function AnnotationPanel({ annotation }: { readonly annotation: Annotation }) {
  const { id, kind, text, size, tint } = annotation;
  const change = (label: string, what: Parameters<typeof changeAnnotation>[2]): void =>
    edit(label, (document) => changeAnnotation(document, id, what), { merge: `${label} ${id}` });
  const actions = kind === 'frame' ? ['annotation.fit', 'edit.delete'] : ['edit.delete'];
  return (
    <>
      <header className="ihead">
        <h2>{titles[kind]}</h2>
        <span className="op">computes nothing</span>
      </header>
      <div className="scroll">
        <section className="sec form">
          {kind === 'note' ? (
            <TextArea
              value={text}
              label="Text of the note"
              className="in l wide lines"
              maxLength={10_000}
              onCommit={(written) => change('Write a note', { text: written })}
            />
          ) : (
            <Field label="title">
              {(control) => (
                <TextField
                  {...control}
                  value={text}
                  maxLength={200}
                  onCommit={(written) => change('Name a frame', { text: written })}
                />
              )}
            </Field>
          )}
          <Field label="colour">
            {(control) => (
              <Select
                {...control}
                value={tint ?? 'none'}
                options={colours.map((value) => ({ value, label: value }))}
                onChange={(value) => change(`Colour a ${kind}`, { tint: value })}
              />
            )}
          </Field>
          {(['width', 'height'] as const).map((side) => (
            <Field key={side} label={side}>
              {(control) => (
                <NumberField
                  {...control}
                  value={size[side]}
                  integer
                  minimum={smallestSize[side]}
                  maximum={farthestPosition}
                  onCommit={(value) =>
                    value !== null && change(`Resize a ${kind}`, { size: { ...size, [side]: value } })
                  }
                />
              )}
            </Field>
          ))}
        </section>
        <section className="sec buttons">
          {actions.map((each) => {
            const command = menuCommand(each);
            return (
              <Button key={each} variant="line" title={command?.keys} onClick={() => command?.run()}>
                {command?.title}
              </Button>
            );
          })}
        </section>
      </div>
    </>
  );
}
