import { emptyDocument } from '../../engine/graph/document.ts';
import { copyJson, copyLink, exportJson, exportPyTorchTest, newDocument, pickFile } from '../files/files.ts';
import { showDialog } from '../shell/dialogs.ts';
import { deskStore } from '../tabs/desk.ts';
import { closeTab, openInTab, reopenTab, switchBy } from '../tabs/tabs.ts';
import type { Command } from './command.ts';

const hasTabs = (): boolean => deskStore.getState().open.length > 1;

/** Opening, keeping and taking away graphs. */
export const fileCommands: readonly Command[] = [
  { id: 'file.new', title: 'New', group: 'File', shortcuts: [], run: newDocument },
  {
    id: 'file.open',
    title: 'Open a file…',
    group: 'File',
    shortcuts: ['Mod+O'],
    run: pickFile,
    whileTyping: true,
  },
  {
    id: 'file.paste',
    title: 'Open pasted JSON…',
    group: 'File',
    shortcuts: [],
    run: () => showDialog({ kind: 'paste' }),
  },
  {
    id: 'file.table',
    title: 'Use your own table…',
    group: 'File',
    shortcuts: [],
    run: () => showDialog({ kind: 'table' }),
  },
  {
    id: 'file.export',
    title: 'Export JSON',
    group: 'File',
    shortcuts: ['Mod+S'],
    run: () => void exportJson('without-weights'),
    whileTyping: true,
  },
  {
    id: 'file.export-weights',
    title: 'Export JSON with weights',
    group: 'File',
    shortcuts: [],
    run: () => void exportJson('with-weights'),
  },
  {
    id: 'file.export-pytorch-test',
    title: 'Export PyTorch test',
    group: 'File',
    shortcuts: [],
    run: () => void exportPyTorchTest(),
  },
  {
    id: 'file.copy',
    title: 'Copy JSON',
    group: 'File',
    shortcuts: [],
    run: () => void copyJson('without-weights'),
  },
  {
    id: 'file.copy-weights',
    title: 'Copy JSON with weights',
    group: 'File',
    shortcuts: [],
    run: () => void copyJson('with-weights'),
  },
  {
    id: 'file.copy-link',
    title: 'Copy link',
    group: 'File',
    shortcuts: [],
    run: () => void copyLink('without-weights'),
  },
  {
    id: 'file.copy-link-weights',
    title: 'Copy link with weights',
    group: 'File',
    shortcuts: [],
    run: () => void copyLink('with-weights'),
  },
  {
    id: 'file.new-tab',
    title: 'New graph in a tab',
    group: 'File',
    shortcuts: ['Alt+N'],
    run: () => void openInTab(emptyDocument()),
  },
  {
    id: 'file.close-tab',
    title: 'Close the tab; its graph stays kept',
    group: 'File',
    shortcuts: ['Alt+W'],
    when: hasTabs,
    run: () => void closeTab(deskStore.getState().current),
  },
  {
    id: 'file.reopen-tab',
    title: 'Open the last closed tab again',
    group: 'File',
    shortcuts: ['Alt+Shift+W'],
    when: () => deskStore.getState().closed.length > 0,
    run: () => void reopenTab(),
  },
  {
    id: 'file.next-tab',
    title: 'Next tab',
    group: 'File',
    shortcuts: ['Alt+PageDown'],
    when: hasTabs,
    run: () => void switchBy(1),
  },
  {
    id: 'file.previous-tab',
    title: 'Tab before',
    group: 'File',
    shortcuts: ['Alt+PageUp'],
    when: hasTabs,
    run: () => void switchBy(-1),
  },
  {
    id: 'file.history',
    title: 'History and versions…',
    group: 'File',
    shortcuts: ['H'],
    run: () => showDialog({ kind: 'history' }),
  },
];
