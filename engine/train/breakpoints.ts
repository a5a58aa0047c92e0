import type { CheckedGraph } from '../graph/check/checked-graph.ts';
import { displayName, nameOfNode } from '../graph/display-name.ts';
import type { Breakpoint } from '../graph/document.ts';
import { findNodes, readSearch } from '../graph/find-nodes.ts';
import { keyParts } from '../graph/parameter-keys.ts';
import type { Tensor } from '../program/tensor.ts';
import { layerNorm } from './advice/measurement.ts';
import { nodeStatistics } from './node-statistics.ts';
import { firstNotFinite, placeText } from './not-finite.ts';
import type { EpochReport, Look } from './session.ts';

/** A run after an update, as far as a breakpoint asks. */
export interface Seen {
  /** Updates done. */
  readonly step: number;
  /** Of the batch of the last update, before it. */
  readonly loss: number;
  /** Where the update ended an epoch. */
  readonly epoch: EpochReport | undefined;
  readonly parameters: () => ReadonlyMap<string, Tensor>;
  /** At the coming batch. */
  readonly look: () => Look;
}

/** Why training pauses. */
export interface Found {
  /** A sentence without its full stop. */
  readonly message: string;
  readonly node?: string;
}

/** How often a breakpoint must be asked: only about losses, wherever one is not finite, or after each update. */
type Pace = 'losses' | 'suspicion' | 'each update';

interface Kind<B> {
  readonly pace: Pace;
  /** A state is told when it begins, an event each time. */
  readonly is: 'state' | 'event';
  /** A new watch, which remembers what it saw; it tells what it finds, as long as that is so. */
  readonly watch: (breakpoint: B, graph: CheckedGraph) => (seen: Seen) => Found | undefined;
}

type Kinds = { readonly [K in Breakpoint['kind']]: Kind<Extract<Breakpoint, { kind: K }>> };

const brief = (value: number): string => String(Number(value.toPrecision(4))).replaceAll('-', '−');

const inARow = (count: number, of: string): string =>
  count === 1 ? `in one ${of}` : `in ${count} ${of}s in a row`;

/** Tells when a number has risen so many times in a row, and begins to count anew then. */
function rises(times: number): (value: number) => boolean {
  let [last, risen] = [Number.NaN, 0];
  return (value) => {
    risen = value > last ? risen + 1 : 0;
    last = value;
    if (risen < times) return false;
    risen = 0;
    return true;
  };
}

/** The layer whose gradient's norm lies beyond a bound. */
const gradientBeyond = (graph: CheckedGraph, look: Look, isBeyond: (norm: number) => boolean) =>
  graph.order.flatMap((id) => {
    const checked = graph.nodes.get(id);
    const norm = checked === undefined ? undefined : layerNorm(checked, look);
    return norm === undefined || !isBeyond(norm) ? [] : [{ id, norm }];
  })[0];

const gradientKind = (side: 'above' | 'below'): Kind<{ readonly value: number }> => ({
  pace: 'each update',
  is: 'state',
  watch:
    ({ value }, graph) =>
    ({ look }) => {
      const found = gradientBeyond(graph, look(), (norm) => (side === 'above' ? norm > value : norm < value));
      return found === undefined
        ? undefined
        : {
            node: found.id,
            message: `The norm of the gradient of ${nameOfNode(graph.flat, found.id)} is ${brief(found.norm)}, ${side} ${value}`,
          };
    },
});

const kinds: Kinds = {
  'not-finite': {
    pace: 'suspicion',
    is: 'state',
    watch:
      (_, graph) =>
      ({ look }) => {
        const found = firstNotFinite(graph, look());
        return found === undefined ? undefined : { node: found.node, message: found.text };
      },
  },
  'gradient-above': gradientKind('above'),
  'gradient-below': gradientKind('below'),
  'loss-below': {
    pace: 'losses',
    is: 'state',
    watch:
      ({ value }) =>
      ({ loss }) =>
        loss < value ? { message: `The loss of the batch was ${brief(loss)}, below ${value}` } : undefined,
  },
  'loss-rises': {
    pace: 'losses',
    is: 'event',
    watch: ({ value }) => {
      const has = rises(value);
      return ({ loss }) =>
        has(loss) ? { message: `The loss has risen ${inARow(value, 'step')}, to ${brief(loss)}` } : undefined;
    },
  },
  'accuracy-above': {
    pace: 'losses',
    is: 'state',
    watch: ({ value }) => {
      let told: Found | undefined;
      return ({ epoch }) => {
        if (epoch === undefined) return told;
        const part = epoch.validation === undefined ? 'training' : 'validation';
        const accuracy = (epoch.validation ?? epoch.train).accuracy ?? Number.NaN;
        told =
          accuracy > value
            ? { message: `The accuracy of the ${part} part is ${brief(accuracy)}, above ${value}` }
            : undefined;
        return told;
      };
    },
  },
  'validation-rises': {
    pace: 'losses',
    is: 'event',
    watch: ({ value }) => {
      const has = rises(value);
      return ({ epoch }) =>
        epoch !== undefined && has((epoch.validation ?? epoch.train).loss)
          ? { message: `The validation loss has risen ${inARow(value, 'epoch')}` }
          : undefined;
    },
  },
  epochs: {
    pace: 'losses',
    is: 'event',
    watch:
      ({ value }) =>
      ({ epoch }) =>
        epoch !== undefined && epoch.epoch % value === 0
          ? { message: `Epoch ${epoch.epoch} is done` }
          : undefined,
  },
  'sign-change': {
    pace: 'each update',
    is: 'event',
    watch: ({ text }, graph) => {
      let before: Float64Array | undefined;
      return ({ parameters }) => {
        const tensor = parameters().get(text);
        const data = tensor?.data;
        const last = before;
        before = data;
        if (tensor === undefined || data === undefined || last === undefined) return undefined;
        const index = data.findIndex((value, at) => value * (last[at] ?? 0) < 0);
        if (index < 0) return undefined;
        const { node, parameter } = keyParts(text);
        const change = `${brief(last[index] ?? 0)} to ${brief(data[index] ?? 0)}`;
        return {
          node,
          message: `${nameOfNode(graph.flat, node)}, ${parameter}${placeText(tensor, index)}, went from ${change}`,
        };
      };
    },
  },
  found: {
    pace: 'each update',
    is: 'state',
    watch: ({ text }, graph) => {
      // Without a bound every node would be found at once.
      if (readSearch(text).bounds.length === 0) return () => undefined;
      return ({ look }) => {
        const [node] = findNodes(graph, graph.flat.nodes, text, (id, key) => {
          const checked = graph.nodes.get(id);
          return checked === undefined ? undefined : nodeStatistics[key]?.(checked, look());
        });
        return node === undefined
          ? undefined
          : { node: node.id, message: `${displayName(node)} is found by ${text}` };
      };
    },
  },
};

/** What a document's breakpoints find in a run, in their order. */
export class BreakpointWatch {
  readonly #watches: readonly {
    readonly pace: Pace;
    readonly isEvent: boolean;
    readonly tell: (seen: Seen) => Found | undefined;
  }[];
  /** Those that told what is still so. */
  readonly #told = new Set<number>();

  constructor(graph: CheckedGraph, breakpoints: readonly Breakpoint[]) {
    this.#watches = breakpoints.map((breakpoint) => {
      const kind = kinds[breakpoint.kind] as Kind<Breakpoint>;
      const tell = kind.watch(breakpoint, graph);
      return { pace: kind.pace, isEvent: kind.is === 'event', tell };
    });
  }

  has(pace: Pace): boolean {
    return this.#watches.some((watch) => watch.pace === pace);
  }

  /** Whether some of a pace have not told what they look for. */
  awaits(pace: Pace): boolean {
    return this.#watches.some((watch, index) => watch.pace === pace && !this.#told.has(index));
  }

  /** Nothing of a pace is so any more: it will be told again. */
  forget(pace: Pace): void {
    this.#watches.forEach((watch, index) => {
      if (watch.pace === pace) this.#told.delete(index);
    });
  }

  /** What is found of the breakpoints of some paces; all of them remember what they see. */
  sees(seen: Seen, ...paces: readonly Pace[]): Found | undefined {
    let first: Found | undefined;
    this.#watches.forEach(({ pace, isEvent, tell }, index) => {
      if (!paces.includes(pace)) return;
      const found = tell(seen);
      if (found === undefined) this.#told.delete(index);
      else if (isEvent || !this.#told.has(index)) {
        this.#told.add(index);
        first ??= found;
      }
    });
    return first;
  }
}
