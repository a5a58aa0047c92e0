import { useTraining } from '../training/status.ts';
import { healthOf, healthyPart, rulerPlace } from './gradient-health.ts';
import { useNodeLive } from './live-store.ts';
import { brief, exact } from './number-text.ts';
import './live.css';

const width = 38;

/** The ruler alone: thick where norms are healthy, a mark where this one is. */
export function GradientRuler({ norm }: { readonly norm: number }) {
  const at = 1 + rulerPlace(norm) * (width - 2);
  const [from, to] = [1 + healthyPart.from * (width - 2), 1 + healthyPart.to * (width - 2)];
  return (
    <svg width={width} height={12} viewBox={`0 0 ${width} 12`} aria-hidden="true" className="ruler">
      <path d={`M1 6.5v3.5h${width - 2}V6.5`} fill="none" stroke="var(--ink-3)" />
      <path d={`M${from} 10H${to}`} stroke="currentColor" strokeWidth="2.5" />
      <path d={`M${at - 3} 1h6l-3 5z`} fill="currentColor" />
    </svg>
  );
}

/** The gradient norm of a node on its card, and how healthy it is. Nothing before training. */
export function GradientRow({ node }: { readonly node: string }) {
  const live = useNodeLive(node);
  const isStale = useTraining(({ stale }) => stale);
  if (live === undefined) return null;
  const norm = live.gradientNorm;
  if (norm === undefined) return <div className="gr none">no gradient</div>;
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
