import { type ReactNode, useState } from 'react';
import { type CommandGroup, commandGroups } from '../commands/command.ts';
import { commands } from '../commands/commands.ts';
import { onMac, showShortcut } from '../commands/shortcut.ts';
import { openText } from '../files/open-text.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Icon } from '../ui/icon.tsx';
import { later } from '../ui/later.tsx';
import { closeDialog, type OpenDialog, useOpenDialog } from './dialogs.ts';
import { SettingsDialog } from './settings-dialog.tsx';

const HistoryDialog = later(() =>
  import('../versions/history-dialog.tsx').then((module) => module.HistoryDialog),
);
const ShelfDialog = later(() => import('../shelf/shelf-dialog.tsx').then((module) => module.ShelfDialog));
const TableWizard = later(() => import('../data/table-wizard.tsx').then((module) => module.TableWizard));

function ShortcutGroup({ group }: { readonly group: CommandGroup }) {
  const isMac = onMac();
  return (
    <section>
      <h3>{group}</h3>
      <ul>
        {commands
          .filter((command) => command.group === group && command.shortcuts.length > 0)
          .map(({ id, title, shortcuts }) => (
            <li key={id}>
              {title}
              <span className="keys">
                {shortcuts.map((shortcut) => (
                  <kbd key={shortcut}>{showShortcut(shortcut, isMac)}</kbd>
                ))}
              </span>
            </li>
          ))}
      </ul>
    </section>
  );
}

function PasteDialog() {
  const [text, setText] = useState('');
  const open = () => {
    closeDialog();
    openText('The pasted text', text);
  };
  return (
    <Dialog
      title="Open pasted JSON"
      open
      onClose={closeDialog}
      footer={
        <>
          <Button onClick={closeDialog}>Cancel</Button>
          <Button variant="main" disabled={text.trim() === ''} onClick={open}>
            Open
          </Button>
        </>
      }
    >
      <textarea
        aria-label="JSON of a graph"
        spellCheck={false}
        placeholder={'{ "format": "nodegrad", "version": 1, … }'}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
    </Dialog>
  );
}

/** Tells something; there is nothing to choose. */
function Message({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Dialog
      title={title}
      open
      onClose={closeDialog}
      footer={
        <Button variant="main" onClick={closeDialog}>
          Close
        </Button>
      }
    >
      {children}
    </Dialog>
  );
}

function Refused({ name, diagnostics }: Extract<OpenDialog, { readonly kind: 'refused' }>) {
  return (
    <Message title={`${name} was not opened`}>
      <p>The graph that was open is still open, unchanged.</p>
      <ul className="refusals">
        {diagnostics.map(({ code, severity, title, message, node, port, attribute }) => (
          <li key={`${code} ${node} ${port} ${attribute} ${message}`}>
            <span className={severity === 'error' ? 'is-error' : 'is-warning'}>
              <Icon name={severity === 'error' ? 'error' : 'warning'} size={14} />
            </span>
            <span className="num">{code}</span>
            <span>
              <b>{title}</b> {message}
            </span>
          </li>
        ))}
      </ul>
    </Message>
  );
}

function ShareLink({ link, copied, weights }: Extract<OpenDialog, { readonly kind: 'link' }>) {
  return (
    <Message title={copied ? 'The link is copied' : 'A link to this graph'}>
      {copied ? null : <p>The browser does not let this page write to the clipboard: copy the link below.</p>}
      <input
        className="in l"
        aria-label="Link to this graph"
        readOnly
        value={link}
        onFocus={(event) => event.currentTarget.select()}
      />
      <p>
        The link holds the graph itself, with its data and settings and every seed
        {weights === 'with-weights'
          ? ' and the weights as they are now.'
          : ', but no weights: trained again, the same seeds give the same numbers.'}{' '}
        It opens in a tab beside what is open there. What stands behind the # is sent to no server, and later
        edits do not change it.
      </p>
    </Message>
  );
}

/** Whichever dialog is open. */
export function Dialogs() {
  const open = useOpenDialog();
  switch (open?.kind) {
    case undefined:
      return null;
    case 'shortcuts':
      return (
        <Dialog title="Keyboard shortcuts" open onClose={closeDialog}>
          <div className="shortcuts">
            {commandGroups.map((group) => (
              <ShortcutGroup key={group} group={group} />
            ))}
          </div>
        </Dialog>
      );
    case 'history':
      return <HistoryDialog onClose={closeDialog} />;
    case 'shelf':
      return <ShelfDialog onClose={closeDialog} />;
    case 'settings':
      return <SettingsDialog />;
    case 'paste':
      return <PasteDialog />;
    case 'table':
      return <TableWizard source={open.source} onClose={closeDialog} />;
    case 'link':
      return <ShareLink {...open} />;
    case 'refused':
      return <Refused {...open} />;
    case 'notice':
      return (
        <Message title={open.title}>
          <p>{open.message}</p>
        </Message>
      );
  }
}
