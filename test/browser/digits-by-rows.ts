import {
  type Annotation,
  emptyDocument,
  type GraphDocument,
  type GraphEdge,
  type GraphNode,
} from '../../engine/graph/document.ts';

/** Rows of a digit's picture, and pixels in each. */
const size = 8;

/** What each row goes through on its own. */
const row: readonly (readonly [string, string, GraphNode['attributes']])[] = [
  ['fc1', 'Linear', { out_features: 16 }],
  ['bn', 'BatchNorm1d', {}],
  ['relu', 'ReLU', {}],
  ['drop', 'Dropout', {}],
  ['fc2', 'Linear', { out_features: 16 }],
  ['relu2', 'ReLU', {}],
];

/** What follows when the rows are put together again. */
const rest: readonly (readonly [string, string, GraphNode['attributes']])[] = [
  ['fc3', 'Linear', { out_features: 64 }],
  ['relu3', 'ReLU', {}],
  ['out', 'Linear', { out_features: 10 }],
];

/** From one card to the next: a BatchNorm1d is 214 pixels wide. */
const columnWidth = 236;
const rowHeight = 216;

/** The scene 'many' of the look: a digit's rows go through layers of their own; 63 nodes, 12,490 parameters. */
export function digitsByRows(): GraphDocument {
  const nodes: GraphNode[] = [];
  const edges: GraphEdge[] = [];
  const middle = ((size - 1) * rowHeight) / 2;
  const add = (
    id: string,
    operator: string,
    attributes: GraphNode['attributes'],
    column: number,
    y: number,
  ): string => {
    nodes.push({ id, operator, attributes, position: { x: column * columnWidth, y } });
    return id;
  };
  const wire = (from: string, to: string, port = 'input'): void => {
    edges.push({ from: [from, 'output'], to: [to, port] });
  };
  const pixels = add('pixels', 'Input', { shape: [size * size] }, 0, middle);
  const ends = Array.from({ length: size }, (_, index) => {
    const y = index * rowHeight;
    const part = { start: index * size, end: (index + 1) * size };
    let at = add(`slice_${index}`, 'Slice', part, 1, y);
    wire(pixels, at);
    row.forEach(([name, operator, attributes], place) => {
      const next = add(`${name}_${index}`, operator, attributes, place + 2, y);
      wire(at, next);
      at = next;
    });
    return at;
  });
  const frames = Array.from(
    { length: size },
    (_, index): Annotation => ({
      id: `frame${index}`,
      kind: 'frame',
      text: `row ${index}`,
      position: { x: columnWidth - 24, y: index * rowHeight - 44 },
      size: { width: (row.length + 1) * columnWidth + 8, height: rowHeight - 24 },
    }),
  );
  let at = add('concat', 'Concat', {}, row.length + 2, middle);
  for (const end of ends) wire(end, at, 'inputs');
  rest.forEach(([name, operator, attributes], place) => {
    const next = add(name, operator, attributes, row.length + 3 + place, middle);
    wire(at, next);
    at = next;
  });
  const loss = row.length + 3 + rest.length;
  add('loss', 'CrossEntropyLoss', {}, loss, middle);
  add('label', 'Target', { kind: 'class', classes: 10 }, loss - 1, middle + rowHeight);
  wire(at, 'loss');
  wire('label', 'loss', 'target');
  const { training, data, ...empty } = emptyDocument('Digits by rows');
  return {
    ...empty,
    // BatchNorm1d takes statistics over a batch.
    training: { ...training, batchSize: 32 },
    data: { ...data, dataset: 'digits', split: { ...data.split, validation: 0.2, test: 0.2 } },
    nodes,
    edges,
    annotations: frames,
  };
}
