import { gridOf, planeOf } from '../../engine/data/plane.ts';
import type { PreparedData } from '../../engine/data/prepare.ts';
import type { CheckedGraph } from '../../engine/graph/check/checked-graph.ts';
import type { Tensor } from '../../engine/program/tensor.ts';
import type { BreakpointWatch, Found } from '../../engine/train/breakpoints.ts';
import type { CallSize } from '../../engine/train/call-size.ts';
import type { Histories } from '../../engine/train/history.ts';
import type { EpochReport, Look, LookAt, PartName, TrainingSession } from '../../engine/train/session.ts';
import type { LeftRun } from '../../engine/train/timeline.ts';
import { advanceWatched } from '../../engine/train/watched-advance.ts';
import { withNewest } from '../training/epoch-history.ts';
import type { LossHistory } from './loss-history.ts';
import type { Response } from './node-snapshot.ts';
import type { RunId, RunState } from './protocol.ts';
import type { RunWatch } from './run-watch.ts';
import type { Travel } from './travel.ts';

/** A loaded graph and how far its training has come. */
export interface Run {
  readonly id: RunId;
  readonly graph: CheckedGraph;
  readonly data: PreparedData;
  readonly session: TrainingSession;
  readonly partSizes: Readonly<Record<PartName, number>>;
  readonly watch: RunWatch;
  /** Points of the plane at which cards show how their node answers, where the data have two features. */
  readonly plane: Tensor | undefined;
  readonly callSize: CallSize;
  readonly travel: Travel;
  readonly histories: Histories;
  losses: LossHistory;
  breakpoints: BreakpointWatch;
  /** What a breakpoint found where the run stands. */
  found: Found | undefined;
  state: RunState;
  /** The run that was left when this one branched off. */
  former: FormerRun | undefined;
  batchLoss: number | undefined;
  /** Thinned out where nobody takes them, as by a page in the background. */
  unsentEpochs: readonly EpochReport[];
  /** Computing time since the epoch began, and of the last whole one. */
  elapsed: number;
  epochTime: number | undefined;
}

interface FormerRun {
  readonly left: LeftRun;
  readonly losses: LossHistory;
}

/** Updates in one call that began at `start`; gives when it ended. */
export function advance(run: Run, most: number, start: number, now: () => number): number {
  const { losses, progress, epoch, found } = advanceWatched(
    run.session,
    run.travel.timeline,
    run.breakpoints,
    most,
  );
  const first = progress.step - losses.length + 1;
  losses.forEach((loss, index) => {
    run.losses.add(first + index, loss);
  });
  run.batchLoss = losses.at(-1);
  const end = now();
  run.callSize.took(losses.length, end - start);
  run.elapsed += end - start;
  if (epoch !== undefined) {
    run.unsentEpochs = withNewest(run.unsentEpochs, epoch);
    run.epochTime = run.elapsed;
    run.elapsed = 0;
  }
  if (found !== undefined) {
    run.found = found;
    run.state = 'paused';
  }
  if (progress.done) run.state = 'done';
  return end;
}

/** Whether the run has ended may be another thing where it stands now. */
export function arrived(run: Run): void {
  const { timeline } = run.travel;
  run.batchLoss = timeline.loss;
  run.found = undefined;
  if (timeline.isPast || run.state === 'ready') return;
  run.state = run.session.progress.done ? 'done' : 'paused';
}

/** Stands where one is on the way to, however long that takes. */
export function arrive(run: Run): void {
  if (run.travel.destination === undefined) return;
  run.travel.arrive();
  arrived(run);
}

function standElsewhere(run: Run, losses: LossHistory): void {
  run.losses = losses;
  run.watch.clear();
  run.elapsed = 0;
  arrived(run);
}

/** Goes on from the past that is looked at; what came after it is kept aside. */
export function branch(run: Run): void {
  run.travel.arrive();
  const { losses } = run;
  const left = run.travel.timeline.branch();
  if (left === undefined) return;
  run.former = { left, losses };
  standElsewhere(run, losses.upTo(run.travel.timeline.now));
}

/** Goes on with the run that was left, and keeps this one aside in its place. */
export function takeUpFormer(run: Run): void {
  const { former, losses, travel } = run;
  if (former === undefined) return;
  travel.setOut(travel.timeline.now);
  travel.arrive();
  run.former = { left: travel.timeline.exchange(former.left), losses };
  standElsewhere(run, former.losses);
}

/** Rows that the part does not have are left out; where none is left, the next batch stands in. */
export function lookAt({ session, partSizes }: Run, at: LookAt, nodes?: ReadonlySet<string>): Look {
  if (at.kind === 'next-batch') return session.look(at, nodes);
  const rows = at.rows.filter((row) => row < partSizes[at.part]);
  return session.look(rows.length === 0 ? { kind: 'next-batch' } : { ...at, rows }, nodes);
}

/** Points along each side of the maps on cards. */
const responseSteps = 16;
/** With fewer samples than this, the samples themselves say more than the plane they lie on. */
const leastOnPlane = 20;

export function planePoints({ dataset, train }: PreparedData): Tensor | undefined {
  const plane = train.rows < leastOnPlane ? undefined : planeOf(dataset);
  return plane === undefined ? undefined : gridOf(plane, responseSteps);
}

export const responseOf = ({ session, plane }: Run): Response | undefined =>
  plane === undefined ? undefined : { steps: responseSteps, values: session.respond(plane) };
