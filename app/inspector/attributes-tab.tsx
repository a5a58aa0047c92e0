import { defaultAttributes } from '../../engine/graph/attributes.ts';
import { operatorIn } from '../../engine/graph/blocks/block-operator.ts';
import { isUse, isWithin } from '../../engine/graph/blocks/blocks.ts';
import type { CheckedNode } from '../../engine/graph/check/checked-graph.ts';
import type { Diagnostic } from '../../engine/graph/check/diagnostic.ts';
import { nameOfNode } from '../../engine/graph/display-name.ts';
import type { GraphNode } from '../../engine/graph/document.ts';
import { displayName, setAttribute, setFrozen } from '../../engine/graph/edit/edit.ts';
import { cardFormula } from '../../engine/graph/formula/card-formula.ts';
import { keyParts } from '../../engine/graph/parameter-keys.ts';
import { parameterOwner } from '../../engine/graph/sharing.ts';
import type { AttributeDeclaration, AttributeValue, Operator } from '../../engine/operators/operator.ts';
import { edit, rename, useDocument } from '../document/store.ts';
import { Formula } from '../formulas/formula.tsx';
import { count } from '../live/number-text.ts';
import { modeWords, useModeOfNode } from '../live/shown-mode.ts';
import { useMissingAsErrors } from '../training/status.ts';
import { Button } from '../ui/button.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { Field } from '../ui/field.tsx';
import { Icon } from '../ui/icon.tsx';
import { TextField } from '../ui/text-field.tsx';
import { AttributeField } from './attribute-field.tsx';
import { BlockFields, BlockInside } from './block-sections.tsx';
import { NodeStates } from './node-states.tsx';
import { OwnRateField } from './own-rate-field.tsx';
import { ScrollingSide } from './scrolling-side.tsx';
import { SharingField } from './sharing-field.tsx';

/** Where an inferred attribute was taken from: the node at the first input. */
function useSourceName(checkedNode: CheckedNode | undefined): string | undefined {
  return useDocument(({ document }) => {
    const from = [...(checkedNode?.inputs.values() ?? [])][0]?.[0]?.from[0];
    const node = document.nodes.find(({ id }) => id === from);
    return node === undefined ? undefined : displayName(node);
  });
}

const isAbout = (diagnostic: Diagnostic, attribute: string): boolean =>
  diagnostic.severity !== 'note' &&
  (diagnostic.attribute === attribute ||
    diagnostic.fixes.some(
      (fix) => fix.kind === 'set-attribute' && fix.node === diagnostic.node && fix.attribute === attribute,
    ));

interface AttributeRowProps {
  readonly nodes: readonly GraphNode[];
  readonly declaration: AttributeDeclaration;
  readonly operator: Operator;
  readonly checkedNode: CheckedNode | undefined;
  readonly faults: readonly Diagnostic[];
}

const inWords = (value: AttributeValue): string => (value === null ? 'none' : String(value));

function AttributeRow({ nodes, declaration, operator, checkedNode, faults }: AttributeRowProps) {
  const { name } = declaration;
  const source = useSourceName(checkedNode);
  const first = nodes[0];
  if (first === undefined) return null;
  const valueAt = (node: GraphNode): AttributeValue =>
    node.attributes[name] ?? (defaultAttributes(operator)[name] as AttributeValue);
  const value = valueAt(first);
  const commit = (next: AttributeValue) =>
    edit(`Set ${name}`, (document) =>
      nodes.reduce((changed, { id }) => setAttribute(changed, id, name, next), document),
    );
  const inferred =
    value === null && checkedNode !== undefined
      ? { value: checkedNode.attributes[name] as AttributeValue, from: source }
      : undefined;
  const field = (
    <Field label={name} help={declaration.help} error={faults.find((fault) => isAbout(fault, name))?.message}>
      {(control) => (
        <AttributeField
          {...control}
          declaration={declaration}
          value={value}
          inferred={inferred}
          onCommit={commit}
        />
      )}
    </Field>
  );
  const differing = nodes.filter((node) => String(valueAt(node)) !== String(value));
  if (differing.length === 0) return field;
  // The field is of the first: without this nothing would tell that the others are not the same, nor make them so.
  const [other = first] = differing;
  const more = differing.length > 1 ? `, and ${differing.length - 1} more differ` : '';
  return (
    <>
      {field}
      <p className="cap wide">
        {`${displayName(first)} has ${inWords(value)}, ${displayName(other)} ${inWords(valueAt(other))}${more}. `}
        <Button small variant="line" onClick={() => commit(value)}>
          {`Set all to ${inWords(value)}`}
        </Button>
      </p>
    </>
  );
}

/** Counts as a ledger: each parameter's sizes and elements, and their sum under a double rule. */
function ParameterLedger({ checkedNode }: { readonly checkedNode: CheckedNode }) {
  const { parameters, parameterCount, node, shares } = checkedNode;
  const document = useDocument((state) => state.document);
  if (parameters.length === 0) return null;
  const own = parameters.filter(({ name }) => !shares.has(name));
  const elements = (shape: readonly number[]): bigint =>
    shape.reduce((product, size) => product * BigInt(size), 1n);
  return (
    <section className="sec">
      <h4>Parameters</h4>
      <table className="led">
        <tbody>
          {parameters.map(({ name, shape }) => {
            const owner = shares.get(name);
            return (
              <tr key={name}>
                <td className="num">{name}</td>
                <td className="n muted">{shape.join(' × ')}</td>
                {owner === undefined ? (
                  <td className="n">{count(elements(shape))}</td>
                ) : (
                  <td className="n muted">{nameOfNode(document, keyParts(owner).node)}’s</td>
                )}
              </tr>
            );
          })}
          <tr className="sum">
            <td>{displayName(node)}</td>
            <td className="n">
              {own.length === 0
                ? 'shared'
                : `${own.map(({ shape }) => shape.join('×') || '1').join(' + ')} =`}{' '}
            </td>
            <td className="n">{count(parameterCount)}</td>
          </tr>
        </tbody>
      </table>
    </section>
  );
}

/** What a node keeps from batch to batch; it counts nowhere as a parameter. */
function BufferLedger({ checkedNode: { buffers } }: { readonly checkedNode: CheckedNode }) {
  if (buffers.length === 0) return null;
  return (
    <section className="sec">
      <h4>
        Buffers <span className="r cap">kept, not learned</span>
      </h4>
      <table className="led">
        <tbody>
          {buffers.map(({ name, shape }) => (
            <tr key={name}>
              <td className="num">{name}</td>
              <td className="n muted">{shape.join(' × ') || '1'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** A name that Python takes as an attribute. */
const pythonName = (name: string): string => {
  const word = name.replace(/[^A-Za-z0-9_]/g, '_');
  return /^[A-Za-z_]/.test(word) ? word : `_${word}`;
};

function TorchLine({ checkedNode }: { readonly checkedNode: CheckedNode }) {
  const { operator, attributes, node } = checkedNode;
  const owner = useDocument(({ document }) =>
    typeof node.shares === 'string' ? nameOfNode(document, parameterOwner(document, node.id)) : undefined,
  );
  if (operator.torch === undefined) return null;
  const call = operator.torch(attributes);
  const made = call.startsWith('nn.') ? `self.${pythonName(displayName(node))} = ${call}` : call;
  const line = owner === undefined ? made : `self.${pythonName(owner)}  # the same module again`;
  return (
    <section className="sec">
      <h4>
        PyTorch
        <span className="r">
          <CopyButton label="Copy the line" text={() => line} />
        </span>
      </h4>
      <div className="code">{line}</div>
    </section>
  );
}

function Faults({ faults }: { readonly faults: readonly Diagnostic[] }) {
  const missingAsErrors = useMissingAsErrors();
  if (faults.length === 0) return null;
  return (
    <section className="sec node-faults">
      {faults.map((fault) => {
        const severity = missingAsErrors && fault.kind === 'missing-connection' ? 'error' : fault.severity;
        return (
          <p key={`${fault.code} ${fault.port} ${fault.title}`} className={`fault is-${severity}`}>
            <Icon name={severity} size={12} />
            <span>
              {fault.title}. {fault.message}
            </span>
          </p>
        );
      })}
    </section>
  );
}

/** What a node is: its name, its attributes as its operator declares them, its formula, counts and PyTorch line. */
export function AttributesTab({ nodes }: { readonly nodes: readonly GraphNode[] }) {
  const checked = useDocument((state) => state.checked);
  const node = nodes[0];
  const mode = useModeOfNode(node?.id ?? '');
  const operator = node === undefined ? undefined : operatorIn(checked.document, node);
  if (node === undefined) return null;
  const faults = checked.diagnostics.filter(({ node: at }) => at !== undefined && isWithin(at, node.id));
  if (operator === undefined) return <Faults faults={faults} />;
  const isSingle = nodes.length === 1;
  const checkedNode = checked.nodes.get(node.id);
  const attributeFaults = faults.filter((fault) =>
    operator.attributes.some(({ name }) => isAbout(fault, name)),
  );
  const otherFaults = faults.filter((fault) => !attributeFaults.includes(fault));
  const formula = isSingle ? cardFormula(checked, node.id, undefined, mode) : undefined;
  const canFreeze = checkedNode === undefined ? operator.isModule : checkedNode.parameters.length > 0;
  return (
    <>
      <section className="sec">
        <div className="form">
          {isSingle ? (
            <Field label="name">
              {(control) => (
                <TextField
                  {...control}
                  value={displayName(node)}
                  maxLength={200}
                  onCommit={(name) => rename(node, name)}
                />
              )}
            </Field>
          ) : null}
          {operator.attributes.map((declaration) => (
            <AttributeRow
              key={declaration.name}
              nodes={nodes}
              declaration={declaration}
              operator={operator}
              checkedNode={isSingle ? checkedNode : undefined}
              faults={attributeFaults}
            />
          ))}
          {isSingle && isUse(node) ? <BlockFields use={node} /> : null}
          {isSingle ? <SharingField node={node} checked={checked} /> : null}
          {canFreeze ? (
            <Field label="frozen" help="Keeps its parameters while the others train.">
              {(control) => (
                <Checkbox
                  {...control}
                  checked={node.frozen === true}
                  onChange={(frozen) =>
                    edit(frozen ? 'Freeze' : 'Unfreeze', (document) =>
                      nodes.reduce((changed, { id }) => setFrozen(changed, id, frozen), document),
                    )
                  }
                />
              )}
            </Field>
          ) : null}
          {isSingle && checkedNode !== undefined ? <OwnRateField checkedNode={checkedNode} /> : null}
        </div>
      </section>
      <NodeStates nodes={nodes} />
      {isSingle ? <Faults faults={otherFaults} /> : null}
      {isSingle && isUse(node) ? <BlockInside use={node} /> : null}
      {formula === undefined ? null : (
        <section className="sec">
          <h4>
            Formula{mode === undefined ? '' : ` in ${modeWords[mode]}`}
            <span className="r cap">shapes under factors</span>
          </h4>
          <div className="eq">
            <ScrollingSide label="Formula">
              <Formula expression={formula} shapes size="lg" display="block" />
            </ScrollingSide>
          </div>
        </section>
      )}
      {isSingle && checkedNode !== undefined ? (
        <>
          <ParameterLedger checkedNode={checkedNode} />
          <BufferLedger checkedNode={checkedNode} />
          <TorchLine checkedNode={checkedNode} />
        </>
      ) : null}
      <section className="sec">
        <p className="cap">
          {operator.help}{' '}
          <a href={operator.source} target="_blank" rel="noreferrer">
            Source
          </a>
        </p>
      </section>
    </>
  );
}
