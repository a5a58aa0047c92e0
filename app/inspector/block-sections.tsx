import { operatorIn } from '../../engine/graph/blocks/block-operator.ts';
import { countUses } from '../../engine/graph/blocks/block-part.ts';
import { blockNamed, blockUsedBy, findBlock } from '../../engine/graph/blocks/blocks.ts';
import {
  addPort,
  removePort,
  renameBlock,
  renamePort,
  type Side,
} from '../../engine/graph/blocks/edit-blocks.ts';
import { displayName } from '../../engine/graph/display-name.ts';
import type { GraphNode } from '../../engine/graph/document.ts';
import { menuCommand } from '../commands/menu-entries.tsx';
import { edit, editWhole, useDocument } from '../document/store.ts';
import { count } from '../live/number-text.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Glyph } from '../ui/glyph.tsx';
import { Icon } from '../ui/icon.tsx';
import { TextField } from '../ui/text-field.tsx';

/** Which block a node is a use of: its name, which all its uses have in common. */
export function BlockFields({ use }: { readonly use: GraphNode }) {
  const block = useDocument(({ whole }) => blockUsedBy(whole, use));
  if (block === undefined) return null;
  return (
    <Field label="block" help="The name of the block, at all its uses and in the palette.">
      {(control) => (
        <TextField
          {...control}
          value={block.name}
          maxLength={200}
          required
          onCommit={(name) =>
            editWhole(`Rename the block ${block.name}`, (whole) => renameBlock(whole, block.id, name))
          }
        />
      )}
    </Field>
  );
}

const actions = [
  'block.enter',
  'block.unpack',
  'block.independent',
  'block.duplicate-sharing',
  'block.keep',
  'block.keep-weights',
] as const;

/** What is inside a use of a block, and what can be done with it. */
export function BlockInside({ use }: { readonly use: GraphNode }) {
  const block = useDocument(({ whole }) => blockUsedBy(whole, use));
  const uses = useDocument(({ whole }) => (block === undefined ? 0 : countUses(whole, block.id)));
  const checked = useDocument((state) => state.checked);
  if (block === undefined) return null;
  const countOf = (id: string): bigint => {
    const within = [...checked.nodes.values()].filter(({ node }) => node.id.startsWith(`${use.id}/${id}/`));
    const own = checked.nodes.get(`${use.id}/${id}`);
    return (own === undefined ? within : [own]).reduce((sum, each) => sum + each.parameterCount, 0n);
  };
  return (
    <section className="sec">
      <h4>
        Inside
        <span className="r cap">
          {uses === 1 ? 'used once' : `used ${uses} times: a change inside reaches all`}
        </span>
      </h4>
      <table className="led">
        <tbody>
          {block.nodes.map((node) => {
            const operator = operatorIn(checked.document, node);
            const parameters = countOf(node.id);
            return (
              <tr key={node.id}>
                <td>
                  <span className="row">
                    <Glyph category={operator?.category ?? 'data'} />
                    <span className="truncate">{displayName(node)}</span>
                    <span className="muted">{operator?.name ?? node.operator}</span>
                  </span>
                </td>
                <td className={parameters === 0n ? 'n muted' : 'n'}>{count(parameters)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <div className="block-actions">
        {actions.map((id) => {
          const command = menuCommand(id);
          return command === undefined ? null : (
            <Button key={id} variant="line" small title={command.keys} onClick={command.run}>
              {command.title}
            </Button>
          );
        })}
      </div>
    </section>
  );
}

/** The ports of the block that is looked into: names, order, more and fewer. */
export function PortsTab({ card }: { readonly card: GraphNode }) {
  const named = blockNamed(card.operator);
  const block = useDocument(({ whole }) => (named === undefined ? undefined : findBlock(whole, named.block)));
  if (named === undefined || block === undefined) return null;
  const side: Side = named.as === 'inputs' ? 'input' : 'output';
  const ports = side === 'input' ? block.inputs : block.outputs;
  return (
    <div className="scroll">
      <section className="sec">
        {ports.length === 0 ? <p className="cap">{`The block has no ${side} yet.`}</p> : null}
        <div className="port-list">
          {ports.map(({ name }) => (
            <div key={name} className="port-edit">
              <TextField
                label={`Name of the ${side} ${name}`}
                value={name}
                maxLength={50}
                required
                onCommit={(text) =>
                  editWhole(`Rename the ${side} ${name}`, (whole) =>
                    renamePort(whole, block.id, side, name, text),
                  )
                }
              />
              <IconButton
                icon="close"
                iconSize={12}
                small
                label={`Remove the ${side} ${name}`}
                onClick={() =>
                  editWhole(`Remove the ${side} ${name}`, (whole) => removePort(whole, block.id, side, name))
                }
              />
            </div>
          ))}
        </div>
        <Button
          variant="line"
          small
          onClick={() => edit(`Add an ${side}`, (document) => addPort(document, block.id, side))}
        >
          <Icon name="plus" size={12} /> Add an {side}
        </Button>
      </section>
      <section className="sec">
        <p className="cap">
          {side === 'input'
            ? 'What comes to the block. Each is a port at the left of every use; wire it to the nodes that read it.'
            : 'What the block gives. Each is a port at the right of every use; wire to it what it gives.'}
        </p>
      </section>
    </div>
  );
}
