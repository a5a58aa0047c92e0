import type { Reference } from '../../engine/trace/names.ts';
import { showNode } from '../document/store.ts';

/** A value's name, which leads to its node on the canvas. */
export function NodeLink({ name, node }: Reference) {
  if (node === '') return <span>{name}</span>;
  return (
    <button
      type="button"
      className="link"
      title={`Show ${node} on the canvas`}
      onClick={() => showNode(node)}
    >
      {name}
    </button>
  );
}
