import { Fragment } from 'react';
import { nameOfNode } from '../../engine/graph/display-name.ts';
import { clearWeights } from '../../engine/graph/edit/edit.ts';
import { keyOfParameter, keyParts, ownedKey } from '../../engine/graph/parameter-keys.ts';
import { edit, useDocument } from '../document/store.ts';
import { changeParameter } from '../training/controls.ts';
import { useTraining } from '../training/status.ts';
import { Button } from '../ui/button.tsx';
import { storedLabels } from './axis-labels.ts';
import { InitialiserFields } from './initialiser-fields.tsx';
import { NumberGrid } from './number-grid.tsx';
import { ParameterGrid } from './parameter-grid.tsx';
import { TensorHistory } from './tensor-history.tsx';
import { useColumnNames } from './use-column-names.ts';
import { useNodeLook } from './use-node-look.ts';

/** A layer's parameters as matrices that can be edited: each change is one undo step, and a session goes on with it. */
export function WeightsTab({ node }: { readonly node: string }) {
  const look = useNodeLook(node);
  const checkedNode = useDocument(({ checked }) => checked.nodes.get(node));
  const document = useDocument((state) => state.document);
  const names = useColumnNames();
  const seed = useDocument(({ document }) => document.training.seed);
  const isPast = useTraining(({ timeline }) => timeline?.past !== undefined);
  const isStored = useDocument(({ document }) =>
    Object.keys(document.weights ?? {}).some((key) => key.startsWith(`${node}/`)),
  );
  const hasNone = checkedNode?.parameters.length === 0 && checkedNode.buffers.length === 0;
  if (checkedNode === undefined || hasNone) {
    return (
      <section className="sec">
        <p className="cap">This node has no parameters.</p>
      </section>
    );
  }
  if (look === undefined) {
    return (
      <section className="sec">
        <p className="cap">Weights are drawn when the graph can run: it has no error, and a loss.</p>
      </section>
    );
  }
  return (
    <>
      {checkedNode.parameters.map((declared) => {
        const { name } = declared;
        const tensor = look.parameters[name];
        const axes = storedLabels(checkedNode.node, declared, names);
        const key = keyOfParameter(checkedNode, name);
        return tensor === undefined ? null : (
          <Fragment key={name}>
            <section className="sec">
              <h4>
                {name} <span className="num">{tensor.shape.join('×')}</span>
                <span className="r cap">{axes.axes}</span>
              </h4>
              {checkedNode.shares.has(name) ? null : (
                <InitialiserFields node={checkedNode.node} parameter={name} shape={tensor.shape} />
              )}
              <ParameterGrid
                name={name}
                of={ownedKey('parameter', checkedNode, name)}
                tensor={tensor}
                axes={axes}
                onChange={isPast ? undefined : (changed) => changeParameter(key, changed, tensor)}
              />
            </section>
            <TensorHistory subject={{ kind: 'parameter', key }} name={name} shape={tensor.shape} />
          </Fragment>
        );
      })}
      {checkedNode.buffers.map((declared) => {
        const { name } = declared;
        const tensor = look.buffers[name];
        return tensor === undefined ? null : (
          <section className="sec" key={name}>
            <h4>
              {name} <span className="num">{tensor.shape.join('×')}</span>
              <span className="r cap">kept, not learned</span>
            </h4>
            <NumberGrid
              tensor={tensor}
              isBatched={false}
              decimals={tensor.shape.length === 0 ? 0 : 4}
              label={name}
              axes={storedLabels(checkedNode.node, declared, names)}
            />
          </section>
        );
      })}
      <section className="sec">
        {isPast ? (
          <p className="cap">
            These are weights of the past, which stays as it was. Go on from here to edit them in a new run.
          </p>
        ) : isStored ? (
          <>
            <p className="cap">Training starts from weights kept in the graph.</p>
            <Button
              variant="line"
              small
              onClick={() => edit('Draw weights from the seed', (document) => clearWeights(document, node))}
            >
              Draw from seed {seed} again
            </Button>
          </>
        ) : checkedNode.shares.size > 0 ? (
          <p className="cap">
            Shared: the numbers belong to{' '}
            {[
              ...new Set(
                [...checkedNode.shares.values()].map((key) => nameOfNode(document, keyParts(key).node)),
              ),
            ].join(' and ')}
            , and a change here changes them there.
          </p>
        ) : (
          <p className="cap">
            Drawn from seed <span className="num">{seed}</span>, the same numbers as PyTorch. An edited number
            is kept in the graph, as float32.
          </p>
        )}
      </section>
    </>
  );
}
