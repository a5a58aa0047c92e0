import { useMemo } from 'react';
import { checkGraph } from '../../engine/graph/check/check.ts';
import type { CheckedGraph } from '../../engine/graph/check/checked-graph.ts';
import { cardFormula } from '../../engine/graph/formula/card-formula.ts';
import { templates } from '../../engine/graph/templates/catalogue.ts';
import type { Template } from '../../engine/graph/templates/template.ts';
import { formatCount } from '../canvas/card-text.ts';
import { runCommand } from '../commands/commands.ts';
import { Formula } from '../formulas/formula.tsx';
import { Button } from '../ui/button.tsx';
import { replaceGraph } from '../versions/versions.ts';
import { layerWidths, NetworkSketch } from './network-sketch.tsx';
import './start.css';

/** The formula that says most of a network: of its first activation, else of its loss. */
function mainFormula(checked: CheckedGraph) {
  const of = (category: string) =>
    checked.order.find((id) => checked.nodes.get(id)?.operator.category === category);
  const node = of('activation') ?? of('loss');
  return node === undefined ? undefined : cardFormula(checked, node);
}

/** What a card has room for; the whole is in its tooltip. */
const firstSentence = (text: string): string => /^.*?[.:?!](?= \p{Lu}|$)/u.exec(text)?.[0] ?? text;

function TemplateCard({ template }: { readonly template: Template }) {
  const checked = useMemo(() => checkGraph(template.document), [template]);
  const formula = mainFormula(checked);
  return (
    <button
      type="button"
      className="card"
      title={template.description}
      onClick={() => replaceGraph(template.document, `Open ${template.title}`)}
    >
      <span className="th">
        <NetworkSketch widths={layerWidths(checked)} />
      </span>
      <span className="tx">
        <b>{template.title}</b>
        <span className="about">{firstSentence(template.description)}</span>
        {formula === undefined ? null : <Formula expression={formula} size="sm" />}
        <span className="m">
          <span className="num">{layerWidths(checked).join('-')}</span>
          <span className="cap">
            <span className="num">{formatCount(checked.parameterCount.total)}</span> params
          </span>
        </span>
      </span>
    </button>
  );
}

/** What an empty sheet offers: examples, files, and how to add the first node. */
export function Start() {
  return (
    <section className="start" aria-label="Start">
      <div className="ways">
        <div className="said">
          <h2>Drag a node here, or start from an example.</h2>
          <p className="sub">
            The formula on each card is the program that runs. Double-click the sheet or press <kbd>/</kbd> to
            add a node.
          </p>
        </div>
        <Button variant="line" onClick={() => runCommand('file.open')}>
          Open a file
        </Button>
        <Button variant="line" onClick={() => runCommand('file.paste')}>
          Paste JSON
        </Button>
        <Button variant="line" onClick={() => runCommand('file.table')}>
          Use your own table
        </Button>
      </div>
      <div className="ex">
        {templates.map((template) => (
          <TemplateCard key={template.id} template={template} />
        ))}
      </div>
    </section>
  );
}
