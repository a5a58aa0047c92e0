import { useEffect, useState } from 'react';
import { Canvas } from '../canvas/canvas.tsx';
import type { MenuSubject } from '../canvas/canvas-controls.tsx';
import { enterBlock } from '../commands/block-commands.ts';
import { findCommand, runCommand } from '../commands/commands.ts';
import { menuEntries } from '../commands/menu-entries.tsx';
import { useShortcuts } from '../commands/use-shortcuts.ts';
import { isEmptySheet, useDocument } from '../document/store.ts';
import { askForSearch } from '../palette/palette-store.ts';
import { notePointer, quickAdd } from '../palette/quick-add.ts';
import { TabStrip } from '../tabs/tab-strip.tsx';
import { later } from '../ui/later.tsx';
import { MenuAt } from '../ui/menu.tsx';
import { TooltipProvider } from '../ui/tooltip.tsx';
import { Dock } from './dock.tsx';
import { Guard } from './guard.tsx';
import { InspectorSide } from './inspector-side.tsx';
import { applyLook, layoutStore } from './layout.ts';
import { LeftSide } from './left-side.tsx';
import './shell.css';
import { StatusBar } from './status-bar.tsx';
import { TopBar } from './top-bar.tsx';

const Start = later(() => import('../start/start.tsx').then((module) => module.Start));

const DropZone = later(() => import('../files/drop-zone.tsx').then((module) => module.DropZone));

const Dialogs = later(() => import('./dialogs-view.tsx').then((module) => module.Dialogs));

const PastBanner = later(() => import('../training/past-banner.tsx').then((module) => module.PastBanner));

const FoundBanner = later(() => import('../training/found-banner.tsx').then((module) => module.FoundBanner));

const LinkStyle = later(() => import('../formulas/link-style.tsx').then((module) => module.LinkStyle));

const WalkPanel = later(() => import('../training/walk-panel.tsx').then((module) => module.WalkPanel));

const nodeMenu = [
  'node.connect',
  'node.rename',
  '-4',
  'node.bypass',
  'node.mute',
  'node.freeze',
  'node.collapse',
  'node.pin',
  '-1',
  'block.group',
  'block.enter',
  'block.unpack',
  'block.independent',
  'block.duplicate-sharing',
  'block.keep',
  'block.keep-weights',
  'annotation.frame',
  'annotation.fit',
  '-3',
  'edit.cut',
  'edit.copy',
  'edit.duplicate',
  'edit.delete',
  '-2',
  'view.fit-selection',
  'view.tidy',
];
const sheetMenu = [
  'node.quick-add',
  'annotation.note',
  'annotation.frame',
  'edit.paste',
  'edit.select-all',
  '-1',
  'view.tidy',
  'view.fit',
  'view.zoom-100',
  '-2',
  'block.leave',
];

const menus: Readonly<Record<MenuSubject, readonly string[]>> = {
  node: nodeMenu,
  wire: ['edit.delete'],
  sheet: sheetMenu,
};

/** What is of blocks, notes and frames alone is not there where it cannot be done; all else keeps its place. */
const isOffered = (id: string): boolean =>
  !/^(block|annotation)\./.test(id) || findCommand(id)?.when?.() !== false;

interface MenuPlace {
  readonly x: number;
  readonly y: number;
  readonly of: MenuSubject;
}

function useLook(): void {
  useEffect(() => {
    applyLook(layoutStore.getState());
    return layoutStore.subscribe(applyLook);
  }, []);
}

/** The whole page. */
export function App() {
  useShortcuts();
  useLook();
  const [menu, setMenu] = useState<MenuPlace>();
  const empty = useDocument(({ document }) => isEmptySheet(document));
  return (
    <TooltipProvider delay={500}>
      <div className="app">
        <TopBar />
        <TabStrip onNew={() => runCommand('file.new-tab')} />
        <LeftSide />
        <div className="mid">
          <div className="sheet" data-region="canvas">
            <Guard what="The canvas">
              <Canvas
                onAdd={askForSearch}
                onQuickAdd={quickAdd}
                onPointer={notePointer}
                onTidy={() => runCommand('view.tidy')}
                onEnter={enterBlock}
                onMenu={(at, of) => setMenu({ ...at, of })}
              />
            </Guard>
            {empty ? (
              <Start />
            ) : (
              <>
                <PastBanner />
                <FoundBanner />
              </>
            )}
          </div>
          <WalkPanel />
          <Dock />
        </div>
        {empty ? null : <InspectorSide />}
        <StatusBar />
      </div>
      <MenuAt
        at={menu}
        entries={menu === undefined ? [] : menuEntries(menus[menu.of].filter(isOffered))}
        onClose={() => setMenu(undefined)}
      />
      <Dialogs />
      <LinkStyle />
      <DropZone />
    </TooltipProvider>
  );
}
