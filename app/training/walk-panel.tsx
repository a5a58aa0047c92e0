import { useEffect, useMemo } from 'react';
import { nameOfNode } from '../../engine/graph/display-name.ts';
import { nodesOfNumbers, withNumbers } from '../../engine/graph/formula/formula-numbers.ts';
import { nodeFormulas } from '../../engine/graph/formula/formulas.ts';
import { type PhaseStep, phases } from '../../engine/train/phases.ts';
import { useDocument } from '../document/store.ts';
import { Formula } from '../formulas/formula.tsx';
import { FilledSides } from '../inspector/filled-formula.tsx';
import { useFormulaNumbers } from '../inspector/use-formula-numbers.ts';
import { programOf } from '../program/program-of.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { UpdateEquations } from './update-equations.tsx';
import { cardOf, finishPhase, leaveWalk, playWalk, useWalk, walkBack, walkInside, walkOn } from './walk.ts';
import './timeline.css';

/** Milliseconds from node to node while it plays: long enough to read a line. */
const pace = 1200;

const nothing: ReadonlySet<string> = new Set();

/** The formula of what a node does in its turn, and the same with the numbers of the batch's first sample. */
function Equation({ step: { phase, node } }: { readonly step: PhaseStep }) {
  const checked = useDocument((state) => state.checked);
  const formulas = useMemo(
    () => nodeFormulas(checked, programOf(checked), node, { form: 'matrix', opened: nothing }),
    [checked, node],
  );
  const formula = phase === 'backward' ? formulas?.gradients[0]?.product : formulas?.forward[0];
  const found = useFormulaNumbers(formula === undefined ? [] : nodesOfNumbers(formula));
  const filled =
    formula === undefined || found === undefined
      ? undefined
      : withNumbers(formula, 'matrix', { ...found, sample: 0 });
  if (formula === undefined) return <span className="cap">The data of the batch, as they are.</span>;
  return (
    <>
      <Formula expression={formula.expression} size="sm" />
      {filled === undefined ? null : <FilledSides filled={filled} label={`${node} ${phase}`} />}
    </>
  );
}

/** The coming update node by node: whose turn it is, what it computes, and with which numbers. */
export function WalkPanel() {
  const walk = useWalk((walk) => walk);
  const document = useDocument((state) => state.document);
  const isPlaying = walk?.isPlaying === true;
  useEffect(() => {
    if (!isPlaying) return undefined;
    const timer = setInterval(walkOn, pace);
    return () => clearInterval(timer);
  }, [isPlaying]);
  const step = walk?.steps[walk.at];
  if (walk === undefined || step === undefined) return null;
  const ofPhase = walk.steps.filter(({ phase }) => phase === step.phase);
  const card = cardOf(step.node);
  const isInside = card !== undefined && card !== step.node;
  const isBack = step.phase === 'backward' || step.phase === 'update';
  return (
    <section className="walk" aria-label="The coming update, node by node">
      <div className="walk-bar">
        <ol className="phases">
          {phases.map((phase) => (
            <li
              key={phase}
              className={phase === 'backward' || phase === 'update' ? 'bw' : 'fw'}
              aria-current={phase === step.phase ? 'step' : undefined}
            >
              {phase}
            </li>
          ))}
        </ol>
        <span role="status">
          <b className={isBack ? 'bw' : 'fw'}>
            {isBack ? '◂' : '▸'} {nameOfNode(document, card ?? step.node)}
          </b>{' '}
          {isInside ? <span className="cap">› {step.node.slice(card.length + 1)}</span> : null}{' '}
          <span className="num">
            {ofPhase.indexOf(step) + 1} of {ofPhase.length}
          </span>
        </span>
        <IconButton icon="left" label="The node before" disabled={walk.at === 0} onClick={walkBack} />
        <IconButton
          icon={isPlaying ? 'pause' : 'play'}
          label={isPlaying ? 'Stop playing' : 'Play, a node every 1.2 seconds'}
          onClick={() => playWalk(!isPlaying)}
        />
        {isInside ? (
          <Button variant="line" small onClick={walkInside}>
            Step inside
          </Button>
        ) : null}
        <Button variant="line" small onClick={finishPhase}>
          Finish {step.phase}
        </Button>
        <Button variant="main" small onClick={walkOn}>
          {walk.at === walk.steps.length - 1 ? 'Make the update' : 'Next node'} <kbd>N</kbd>
        </Button>
        <IconButton icon="close" label="Leave without an update" onClick={leaveWalk} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll area must be reachable by keyboard */}
      <section className="walk-equation" tabIndex={0} aria-label="What happens now">
        {step.phase === 'update' ? <UpdateEquations node={step.node} /> : <Equation step={step} />}
      </section>
    </section>
  );
}
