import { useReactFlow, useStore } from 'reactflow';
import { Button, IconButton } from '../ui/button.tsx';
import { fitOptions } from './react-flow-view.ts';
import { toggleSelecting, useIsSelecting } from './selecting.ts';
import { toggleSlicing, useIsSlicing } from './slicing.tsx';

const percentOf = (state: { readonly transform: readonly [number, number, number] }) =>
  Math.round(state.transform[2] * 100);

/** Zoom, fit, tidy up, select several, cut, lock, at the lower left of the sheet. */
export function CanvasControls({
  locked,
  onLock,
  onTidy,
}: {
  readonly locked: boolean;
  readonly onLock: () => void;
  readonly onTidy: () => void;
}) {
  const flow = useReactFlow();
  const percent = useStore(percentOf);
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
        onClick={zoom(() => flow.fitView(fitOptions))}
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
        onClick={onLock}
      />
    </div>
  );
}
