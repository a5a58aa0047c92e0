import type { LevelPath } from '../../engine/graph/blocks/levels.ts';
import { blockAt } from '../../engine/graph/blocks/levels.ts';
import { displayName } from '../../engine/graph/display-name.ts';
import type { GraphDocument } from '../../engine/graph/document.ts';
import { goToLevel, useDocument } from '../document/store.ts';
import { Icon } from '../ui/icon.tsx';
import './block.css';

interface Crumb {
  readonly name: string;
  /** The block that the use is of. */
  readonly block: string;
  readonly path: LevelPath;
}

function crumbsOf(whole: GraphDocument, path: LevelPath): readonly Crumb[] {
  return path.map((id, depth) => {
    const nodes = (blockAt(whole, path.slice(0, depth)) ?? whole).nodes;
    const here = path.slice(0, depth + 1);
    return {
      name: displayName(nodes.find((node) => node.id === id) ?? { id }),
      block: blockAt(whole, here)?.name ?? '',
      path: here,
    };
  });
}

/** Goes out to a level around the one that is shown, and selects the use that leads back in. */
export function leaveTo(path: LevelPath, from: LevelPath): void {
  goToLevel(path, [from.slice(0, path.length + 1).join('/')]);
}

/** Where one is while one looks inside a block, and the way out. */
export function Breadcrumb() {
  const whole = useDocument((state) => state.whole);
  const path = useDocument((state) => state.path);
  if (path.length === 0) return null;
  const crumbs = crumbsOf(whole, path);
  const current = crumbs.at(-1);
  return (
    <nav className="crumbs" aria-label="Blocks entered">
      <ol>
        <li>
          <button type="button" onClick={() => leaveTo([], path)}>
            {whole.name}
          </button>
        </li>
        {crumbs.map((crumb) => (
          <li key={crumb.path.join('/')}>
            <Icon name="right" size={10} />
            {crumb === current ? (
              <b aria-current="location">{crumb.name}</b>
            ) : (
              <button type="button" onClick={() => leaveTo(crumb.path, path)}>
                {crumb.name}
              </button>
            )}
          </li>
        ))}
      </ol>
      <span className="cap hide-s">
        {current?.block === current?.name ? 'block' : `a ${current?.block}`}, Esc leaves
      </span>
    </nav>
  );
}
