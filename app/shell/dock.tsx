import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { useRunAdvice } from '../diagnostics/run-advice.ts';
import { useDocument } from '../document/store.ts';
import { IconButton } from '../ui/button.tsx';
import { later } from '../ui/later.tsx';
import { type Tab, Tabs } from '../ui/tabs.tsx';
import { Guard } from './guard.tsx';
import { arrange, type DockTab, layoutStore, useLayout } from './layout.ts';

const CompilerPanel = later(() =>
  import('../compiler/compiler-panel.tsx').then((module) => module.CompilerPanel),
);
const DataPanel = later(() => import('../data/data-panel.tsx').then((module) => module.DataPanel));
const DiagnosticsPanel = later(() =>
  import('../diagnostics/diagnostics-panel.tsx').then((module) => module.DiagnosticsPanel),
);
const ProgramPanel = later(() =>
  import('../program/program-panel.tsx').then((module) => module.ProgramPanel),
);
const ResultsPanel = later(() =>
  import('../results/results-panel.tsx').then((module) => module.ResultsPanel),
);
const SummaryPanel = later(() =>
  import('../summary/summary-panel.tsx').then((module) => module.SummaryPanel),
);
const TrainingPanel = later(() =>
  import('../training/training-panel.tsx').then((module) => module.TrainingPanel),
);

/** Pixels: the least the dock can have, and the least it leaves to the sheet. */
const least = 120;
const leastSheet = 140;
/** Pixels an arrow key moves the edge by. */
const step = 16;

const within = (height: number, available: number): number =>
  Math.round(Math.min(Math.max(height, least), Math.max(available - leastSheet, least)));

/** The edge that is dragged to give the dock more room; arrows move it too. */
function DockEdge() {
  const start = useRef<{ readonly y: number; readonly height: number } | undefined>(undefined);
  const height = useLayout((layout) => layout.dockHeight);
  const available = (edge: HTMLElement) => edge.closest('.mid')?.clientHeight ?? window.innerHeight;
  const onPointerDown = (event: PointerEvent<HTMLHRElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    start.current = { y: event.clientY, height };
  };
  const onPointerMove = (event: PointerEvent<HTMLHRElement>) => {
    const from = start.current;
    if (from === undefined) return;
    arrange({ dockHeight: within(from.height + from.y - event.clientY, available(event.currentTarget)) });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLHRElement>) => {
    const by = event.key === 'ArrowUp' ? step : event.key === 'ArrowDown' ? -step : 0;
    if (by === 0) return;
    event.preventDefault();
    arrange({ dockHeight: within(height + by, available(event.currentTarget)) });
  };
  return (
    <hr
      className="dock-edge"
      aria-label="Height of the dock"
      aria-valuenow={height}
      aria-valuemin={least}
      tabIndex={0}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => {
        start.current = undefined;
      }}
      onKeyDown={onKeyDown}
    />
  );
}

function useFaultBadge(): ReactNode {
  const { inRun, inData } = useRunAdvice();
  const [errors, others] = useDocument(
    useShallow(({ checked }) => {
      const count = checked.diagnostics.filter(({ severity }) => severity === 'error').length;
      return [count, checked.diagnostics.length - count + inRun.length + inData.length] as const;
    }),
  );
  return (
    <>
      {errors > 0 ? <span className="pill err">{errors}</span> : null}
      {others > 0 ? <span className="pill">{others}</span> : null}
    </>
  );
}

/** Below the sheet: summary, training, results, diagnostics, program, compiler, data. */
export function Dock() {
  const { dockTab, dockFolded, dockHeight } = useLayout((layout) => layout);
  const empty = useDocument(({ document }) => document.nodes.length === 0);
  const badge = useFaultBadge();
  const folded = dockFolded || empty;
  const tab = (id: DockTab, title: string, content: ReactNode, extra?: ReactNode): Tab<DockTab> => ({
    id,
    title,
    badge: extra,
    content: <Guard what={title}>{content}</Guard>,
  });
  return (
    <section
      className={folded ? 'dock shut' : 'dock'}
      aria-label="Dock"
      data-region="dock"
      style={
        folded
          ? undefined
          : // What goes through an update takes its room from here, so that the sheet stays as it is.
            {
              height: `max(2.0625rem, min(${dockHeight}px, calc(100dvh - 208px)) - var(--walk-height, 0px))`,
            }
      }
    >
      {folded ? null : <DockEdge />}
      <Tabs
        label="Dock"
        stripClass="d"
        value={dockTab}
        folded={folded}
        onChange={(next) => arrange({ dockTab: next, dockFolded: false })}
        tabs={[
          tab('summary', 'Summary', <SummaryPanel />),
          tab('training', 'Training', <TrainingPanel />),
          tab('results', 'Results', <ResultsPanel />),
          tab('diagnostics', 'Diagnostics', <DiagnosticsPanel />, badge),
          tab('program', 'Program', <ProgramPanel />),
          tab('compiler', 'Compiler', <CompilerPanel />),
          tab('data', 'Data', <DataPanel />),
        ]}
        end={
          <IconButton
            className="fold"
            small
            icon={folded ? 'up' : 'chevron'}
            iconSize={14}
            tooltipSide="top"
            label={folded ? 'Unfold the dock' : 'Fold the dock'}
            disabled={empty}
            onClick={() => arrange({ dockFolded: !layoutStore.getState().dockFolded })}
          />
        }
      />
    </section>
  );
}
