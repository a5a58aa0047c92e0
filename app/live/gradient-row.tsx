import { useDocument } from '../document/store.ts';
import { useTraining } from '../training/status.ts';
import { isReached, useWalk } from '../training/walk-state.ts';
import { healthOf, healthyPart, rulerPlace } from './gradient-health.ts';
import { useNodeLive } from './live-store.ts';
import { brief, exact } from './number-text.ts';
import './live.css';

/** Share of the ruler's length as a coordinate that grows with it. */
const along = (share: number): string => `${(share * 100).toFixed(1)}%`;

/** The ruler alone: thick where norms are healthy, a mark where this one is. As wide as there is room for. */
export function GradientRuler({ norm }: { readonly norm: number }) {
  return (
    <svg height={12} aria-hidden="true" className="ruler">
      <path d="M0.5 6.5v4" stroke="var(--ink-3)" />
      <line x1="0" x2="100%" y1="10" y2="10" stroke="var(--ink-3)" />
      <line
        x1={along(healthyPart.from)}
        x2={along(healthyPart.to)}
        y1="10"
        y2="10"
        stroke="currentColor"
        strokeWidth="2.5"
      />
      <svg x={along(rulerPlace(norm))} overflow="visible" aria-hidden="true">
        <path d="M-3 1h6l-3 5z" fill="currentColor" />
      </svg>
    </svg>
  );
}

/** The gradient norm of a node on its card, and how healthy it is. Nothing before training. */
export function GradientRow({ node }: { readonly node: string }) {
  const live = useNodeLive(node);
  const isStale = useTraining(({ stale }) => stale);
  // Nothing is learned in the data: what flows back to an input ends there.
  const isData = useDocument(({ checked }) => checked.nodes.get(node)?.operator.category === 'data');
  const hasCome = useWalk((walk) => isReached(walk, 'backward', node));
  if (live === undefined) return null;
  const norm = live.gradientNorm;
  if (norm === undefined || isData)
    return (
      <div className="gr none" title="No gradient flows here">
        <span className="unseen">no gradient</span>
        <span aria-hidden="true">no ∇</span>
      </div>
    );
  if (!hasCome)
    return (
      <div className="gr awaited" title="Not computed yet: its turn comes">
        ∇ not yet
      </div>
    );
  const health = healthOf(norm);
  const hasParameters = Object.keys(live.parameterNorms).length > 0;
  const title = `Gradient norm ${exact(norm)}, ${health}`;
  return (
    <div className={isStale ? 'gr stale' : 'gr'} title={title}>
      <span className="unseen">{title}</span>
      <span aria-hidden="true">
        ‖∇{hasParameters ? 'θ' : ''}‖ {brief(norm)}
      </span>
      <GradientRuler norm={norm} />
    </div>
  );
}
