import { useReactFlow, useStore } from 'reactflow';
import { documentStore } from '../document/store.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { toggleSelecting, useIsSelecting } from './selecting.ts';
import { toggleSheetLock, useIsSheetLocked } from './sheet-lock.ts';
import { toggleSlicing, useIsSlicing } from './slicing.ts';
import { canvasView } from './view-handle.ts';

const percentOf = (state: { readonly transform: readonly [number, number, number] }) =>
  Math.round(state.transform[2] * 100);

/** What a menu is of. */
export type MenuSubject = 'node' | 'wire' | 'sheet';

/** Zoom, fit, tidy up, select several, cut, lock, and all else for what is selected, at the lower left of the sheet. */
export function CanvasControls({
  onTidy,
  onMenu,
}: {
  readonly onTidy: () => void;
  /** Asks for the menu of what is selected, or of the sheet, at a place of the page. */
  readonly onMenu: (at: { readonly x: number; readonly y: number }, of: MenuSubject) => void;
}) {
  const flow = useReactFlow();
  const percent = useStore(percentOf);
  const locked = useIsSheetLocked();
  const isSlicing = useIsSlicing();
  const severalWanted = useIsSelecting();
  const zoom = (step: () => Promise<boolean>) => () => void step();
  return (
    <div className="ctl" role="toolbar" aria-label="View">
      <IconButton
        icon="minus"
        iconSize={14}
        tooltipSide="top"
        label="Zoom out"
        shortcut="−"
        onClick={zoom(() => flow.zoomOut())}
      />
      <Button
        className="num"
        onClick={zoom(() => flow.zoomTo(1))}
        aria-label={`Zoom ${percent} %, set to 100 %`}
      >
        {percent} %
      </Button>
      <IconButton
        icon="plus"
        iconSize={14}
        tooltipSide="top"
        label="Zoom in"
        shortcut="+"
        onClick={zoom(() => flow.zoomIn())}
      />
      <IconButton
        icon="fit"
        iconSize={14}
        tooltipSide="top"
        label="Zoom to fit"
        shortcut="F"
        onClick={() => canvasView()?.fit()}
      />
      <IconButton icon="tidy" iconSize={14} tooltipSide="top" label="Tidy up" shortcut="T" onClick={onTidy} />
      <IconButton
        icon="select"
        iconSize={14}
        tooltipSide="top"
        label="Select several"
        shortcut="S"
        aria-pressed={severalWanted}
        className={severalWanted ? 'on' : ''}
        onClick={toggleSelecting}
      />
      <IconButton
        icon="cut"
        iconSize={14}
        tooltipSide="top"
        label="Cut wires with a stroke"
        shortcut="K"
        aria-pressed={isSlicing}
        className={isSlicing ? 'on' : ''}
        onClick={toggleSlicing}
      />
      <IconButton
        icon={locked ? 'lock' : 'unlock'}
        iconSize={14}
        tooltipSide="top"
        label={locked ? 'Unlock the sheet' : 'Lock the sheet'}
        aria-pressed={locked}
        className={locked ? 'on' : ''}
        onClick={toggleSheetLock}
      />
      <IconButton
        icon="more"
        iconSize={14}
        tooltipSide="top"
        label="More for what is selected"
        aria-haspopup="menu"
        onClick={(event) => {
          const { selectedNodes, selectedEdges } = documentStore.getState();
          const box = event.currentTarget.getBoundingClientRect();
          onMenu(
            { x: box.left, y: box.top },
            selectedNodes.length + selectedEdges.length > 0 ? 'node' : 'sheet',
          );
        }}
      />
    </div>
  );
}
