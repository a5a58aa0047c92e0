import { renameDocument } from '../../engine/graph/edit/edit.ts';
import { templates } from '../../engine/graph/templates/catalogue.ts';
import { runCommand } from '../commands/commands.ts';
import { menuEntries, shortcutOf } from '../commands/menu-entries.tsx';
import { edit, useDocument } from '../document/store.ts';
import { Transport } from '../training/transport.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';
import { Menu } from '../ui/menu.tsx';
import { TextField } from '../ui/text-field.tsx';
import { replaceGraph } from '../versions/versions.ts';
import { toggleInspector, useInspectorOpen } from './inspector-open.ts';
import { type Theme, useLayout } from './layout.ts';
import { usePageIsNarrow } from './page-width.ts';

function DocumentName() {
  const name = useDocument(({ document }) => document.name);
  return (
    <TextField
      className="doc"
      label="Name of the graph"
      value={name}
      maxLength={200}
      required
      onCommit={(text) => edit('Rename the graph', (document) => renameDocument(document, text))}
    />
  );
}

/** The words beside an icon; on a narrow page they are only spoken. */
function Words({ children }: { readonly children: string }) {
  return <span className={usePageIsNarrow() ? 'unseen' : undefined}>{children}</span>;
}

/** That a button opens a menu; on a narrow page there is room for its icon alone. */
function Opens() {
  return usePageIsNarrow() ? null : <Icon name="chevron" size={12} />;
}

function TemplatesMenu() {
  const isNarrow = usePageIsNarrow();
  return (
    <Menu
      trigger={
        <Button>
          {isNarrow ? <Icon name="grid" /> : null}
          <Words>Templates</Words> <Opens />
        </Button>
      }
      entries={[
        { kind: 'item', id: 'new', label: 'Empty', run: () => runCommand('file.new') },
        { kind: 'rule', id: 'rule' },
        ...templates.map(({ id, title, facts, document }) => ({
          kind: 'item' as const,
          id,
          label: title,
          end: <span className="num">{facts.join(' · ')}</span>,
          run: () => replaceGraph(document, `Open ${title}`),
        })),
      ]}
    />
  );
}

const themeIcons: Readonly<Record<Theme, IconName>> = { light: 'sun', dark: 'moon', system: 'screen' };
const themeNames: Readonly<Record<Theme, string>> = {
  light: 'Theme: light',
  dark: 'Theme: dark',
  system: 'Theme: as the system',
};

export function TopBar() {
  const undoLabel = useDocument((state) => state.undoLabel);
  const redoLabel = useDocument((state) => state.redoLabel);
  const hasNodes = useDocument(({ document }) => document.nodes.length > 0);
  const theme = useLayout((layout) => layout.theme);
  const isOpen = useInspectorOpen();
  return (
    <header className="top" data-region="top">
      <div className="side">
        <h1 className="mark" title="Nodegrad">
          <Icon name="mark" size={22} />
          <span className="unseen">Nodegrad</span>
        </h1>
        <DocumentName />
        <span className="sep" />
        <IconButton
          icon="undo"
          label={undoLabel === undefined ? 'Undo' : `Undo: ${undoLabel}`}
          shortcut={shortcutOf('edit.undo')}
          disabled={undoLabel === undefined}
          onClick={() => runCommand('edit.undo')}
        />
        <IconButton
          icon="redo"
          label={redoLabel === undefined ? 'Redo' : `Redo: ${redoLabel}`}
          shortcut={shortcutOf('edit.redo')}
          disabled={redoLabel === undefined}
          onClick={() => runCommand('edit.redo')}
        />
        <TemplatesMenu />
      </div>
      <Transport />
      <div className="side end">
        <Menu
          trigger={
            <Button>
              <Icon name="open" /> <Words>Open</Words> <Opens />
            </Button>
          }
          entries={menuEntries([
            'file.open',
            'file.paste',
            '-1',
            'file.table',
            '-2',
            'file.new-tab',
            'file.reopen-tab',
            '-3',
            'file.history',
          ])}
        />
        <Menu
          align="end"
          trigger={
            <Button disabled={!hasNodes}>
              <Icon name="export" /> <Words>Export</Words> <Opens />
            </Button>
          }
          entries={menuEntries(
            [
              'file.export',
              'file.export-weights',
              'file.export-pytorch-test',
              '-',
              'file.copy',
              'file.copy-weights',
              '-1',
              'file.copy-link',
              'file.copy-link-weights',
            ],
            {
              'file.export': 'down',
              'file.export-weights': 'down',
              'file.export-pytorch-test': 'down',
              'file.copy': 'copy',
              'file.copy-weights': 'copy',
              'file.copy-link': 'copy',
              'file.copy-link-weights': 'copy',
            },
          )}
        />
        <span className="sep" />
        <IconButton
          icon={themeIcons[theme]}
          label={themeNames[theme]}
          onClick={() => runCommand('view.theme')}
        />
        <IconButton
          icon="help"
          className="keys-help"
          label="Keyboard shortcuts"
          shortcut="?"
          onClick={() => runCommand('help.shortcuts')}
        />
        {hasNodes ? (
          <IconButton
            icon="side"
            label="Inspector"
            shortcut={shortcutOf('view.inspector')}
            aria-expanded={isOpen}
            onClick={toggleInspector}
          />
        ) : null}
      </div>
    </header>
  );
}
