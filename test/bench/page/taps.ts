/** What the measured page notes down, set up before any script of its own runs. */
export interface Taps {
  /** The latest snapshot: when it came to the page, and after how many updates. */
  latest: { readonly at: number; readonly step: number };
  /** When frames began, while they are counted. */
  frames: number[];
  shifts: { readonly value: number; readonly of: string }[];
  /** Frames are kept from the page's own code, as a page in the background has none. */
  hold(): void;
  release(): void;
  /** Asks for snapshots as often as a page that draws, and draws none. */
  ask(interval: number): void;
  /** One snapshot, asked for now. */
  snapshot(): Promise<{ readonly at: number; readonly step: number }>;
  countFrames(on: boolean): void;
  /** When the pointer last went up, and when the words on the Train button last changed. */
  pressedAt: number;
  relabelledAt: number;
  /** Notes when so many cards are drawn, as Date.now() has it. */
  noteOpening(cards: number): void;
  openedAt: number;
}

interface LayoutShift {
  readonly value: number;
  readonly sources: readonly {
    readonly node: Node | null;
    readonly previousRect: DOMRect;
    readonly currentRect: DOMRect;
  }[];
}

declare global {
  var taps: Taps;
}

export function installTaps(): void {
  const frame = window.requestAnimationFrame.bind(window);
  const waiting: FrameRequestCallback[] = [];
  let held = false;
  let asking: number | undefined;
  let counting = false;
  let tellWorker: (message: object) => void = () => undefined;

  const count = (at: number): void => {
    if (!counting) return;
    taps.frames.push(at);
    frame(count);
  };

  globalThis.taps = {
    latest: { at: 0, step: 0 },
    frames: [],
    shifts: [],
    pressedAt: 0,
    relabelledAt: 0,
    openedAt: 0,
    noteOpening: (cards) => {
      const look = (): void => {
        const drawn = document.querySelectorAll('.react-flow__node');
        const isSeen =
          drawn.length >= cards && getComputedStyle(drawn[0] as Element).visibility === 'visible';
        // A frame begun after that one was drawn ends its painting.
        if (isSeen) frame(() => (taps.openedAt = Date.now()));
        else frame(look);
      };
      frame(look);
    },
    hold: () => {
      held = true;
    },
    release: () => {
      held = false;
      asking = undefined;
      for (const callback of waiting.splice(0)) frame(callback);
    },
    ask: (interval) => {
      asking = interval;
      tellWorker({ kind: 'next-snapshot' });
    },
    snapshot: async () => {
      const known = taps.latest;
      tellWorker({ kind: 'next-snapshot' });
      while (taps.latest === known) await new Promise((resolve) => setTimeout(resolve, 1));
      return taps.latest;
    },
    countFrames: (on) => {
      counting = on;
      taps.frames = [];
      if (on) frame(count);
    },
  };

  window.requestAnimationFrame = (callback) => {
    if (!held) return frame(callback);
    waiting.push(callback);
    return 0;
  };

  window.Worker = class extends window.Worker {
    constructor(address: string | URL, options?: WorkerOptions) {
      super(address, options);
      this.addEventListener('message', ({ data }) => {
        if (data.kind !== 'snapshot') return;
        taps.latest = { at: performance.now(), step: data.snapshot.progress.step };
        tellWorker = (message) => this.postMessage({ ...message, run: data.run });
        if (asking !== undefined) setTimeout(() => tellWorker({ kind: 'next-snapshot' }), asking);
      });
    }
  };

  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const { value, sources } = entry as PerformanceEntry & LayoutShift;
      const of = sources.map(({ node, previousRect: from, currentRect: to }) => {
        const name = node instanceof Element ? node.outerHTML.slice(0, 80) : node?.nodeName;
        return `${name} moved by ${to.x - from.x}, ${to.y - from.y}, grew by ${to.width - from.width}, ${to.height - from.height}`;
      });
      taps.shifts.push({ value, of: of.join('\n    ') });
    }
  }).observe({ type: 'layout-shift', buffered: true });

  window.addEventListener('pointerup', () => (taps.pressedAt = performance.now()), { capture: true });
  document.addEventListener('DOMContentLoaded', () => {
    let label = '';
    new MutationObserver(() => {
      const now = document.querySelector('button.train')?.textContent ?? '';
      if (now === label) return;
      label = now;
      taps.relabelledAt = performance.now();
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
}
