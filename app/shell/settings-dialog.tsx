import { Checkbox } from '../ui/checkbox.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field } from '../ui/field.tsx';
import { Segments } from '../ui/segments.tsx';
import { closeDialog } from './dialogs.ts';
import { arrange, type Density, type Motion, type Theme, useLayout } from './layout.ts';

const themes: readonly { readonly value: Theme; readonly label: string }[] = [
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
  { value: 'system', label: 'As the system' },
];
const densities: readonly { readonly value: Density; readonly label: string }[] = [
  { value: 'compact', label: 'Compact' },
  { value: 'comfortable', label: 'Comfortable' },
];
const motions: readonly { readonly value: Motion; readonly label: string }[] = [
  { value: 'system', label: 'As the system' },
  { value: 'less', label: 'None' },
];

/** How the page looks and behaves in this browser; no document knows of it. */
export function SettingsDialog() {
  const { theme, density, motion, snapToGrid } = useLayout((layout) => layout);
  return (
    <Dialog title="Settings" open onClose={closeDialog}>
      <div className="form settings">
        <Field label="Theme">
          {() => (
            <Segments
              label="Theme"
              value={theme}
              options={themes}
              onChange={(value) => arrange({ theme: value })}
            />
          )}
        </Field>
        <Field label="Density" help="Comfortable has larger controls, for touch and the classroom.">
          {() => (
            <Segments
              label="Density"
              value={density}
              options={densities}
              onChange={(value) => arrange({ density: value })}
            />
          )}
        </Field>
        <Field label="Motion">
          {() => (
            <Segments
              label="Motion"
              value={motion}
              options={motions}
              onChange={(value) => arrange({ motion: value })}
            />
          )}
        </Field>
        <Field label="Snap to the grid" help="Cards that are dragged move in steps of 16 pixels.">
          {(control) => (
            <Checkbox
              {...control}
              text={snapToGrid ? 'on' : 'off'}
              checked={snapToGrid}
              onChange={(on) => arrange({ snapToGrid: on })}
            />
          )}
        </Field>
      </div>
    </Dialog>
  );
}
