import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/**
 * Every row of the conventions that users already know, and every fault that a rival found in itself, beside the beginning
 * of the browser test that is named after it.
 */
const rows: Readonly<Record<string, string>> = {
  'drag from palette': 'Drag from palette',
  'drag handle to empty canvas': 'Drag handle to empty canvas',
  'drop a node on an edge': 'Drop a node on an edge',
  'delete and heal': 'Delete a middle node',
  'reconnect, delete by drop, slice': 'Reconnect an edge',
  'one link per input': 'One link per input',
  'refuse cycles and shapes': 'Refuse cycles',
  'colours by type': 'Ports by type',
  'quick add': 'Quick add',
  selecting: 'Click and Ctrl-click',
  'undo and clipboard': 'Ctrl+Z, Y',
  export: 'Ctrl+S exports',
  'run and interrupt': 'Ctrl+Enter runs',
  'states of nodes': 'Ctrl+B bypass',
  'actions, search, help': 'Action list',
  'arrows and aligning': 'Arrows move',
  subgraphs: 'a block: grouped, entered',
  'flow and overview': 'Left to right',
  'save and restore': 'Save and restore',
  'names and defaults of PyTorch': 'PyTorch class and argument names',
  'torchsummary and its quirks': 'torchsummary layout',
  playground: 'Playground: rate',
  'parameters in the URL': 'Parameters in the URL',
  curves: 'Loss and accuracy curves',
  'compare runs': 'runs are kept with the document',
  'confusion matrix': 'Confusion matrix: rows are true',
  'validation and seeds': 'Validation, shuffle and early stopping',
  'keyboard and labels': 'Accessibility: Tab reaches nodes',
  targets: 'Targets are at least 24 px',
  'dark mode and reduced motion': 'Dark mode as the system says',
  contrast: 'axe finds nothing on any screen',
  'old results on newer graphs, old accuracy': 'an old training result',
  'batch axis as features': 'a batch axis is not broadcast',
  'two logits as one probability': 'two-logit data',
  'inline edits': 'an inline edit reaches the model',
  'stale closures': 'no stale closure',
  'dropped columns': 'an exported script does not fail',
  penalty: 'an exported loss does not include',
  'unused parameters': 'an unused parameter',
  'accuracy above 100 %': 'accuracy is never above',
  'modifier clicks': 'a click with a modifier',
  'hidden contents': 'hidden contents are not reached',
  '10,000 rows': 'evaluation does not block the page',
  '50,000 classes': 'no label map is quadratic',
};

test('each row has its browser test', () => {
  const folder = new URL('browser/', import.meta.url);
  const specs = readdirSync(folder).filter((name) => name.endsWith('.spec.ts'));
  const text = specs.map((name) => readFileSync(new URL(name, folder), 'utf8')).join('\n');
  const titles = [...text.matchAll(/\btest\(\s*['"`](.*)/g)].map(([, title]) => title ?? '');
  const missing = Object.entries(rows).filter(
    ([, start]) => !titles.some((title) => title.startsWith(start)),
  );
  expect(missing).toEqual([]);
});
