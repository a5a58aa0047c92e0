import { expect, test } from 'vitest';
import { TableHost } from '../../../app/data/table-host.ts';
import type { TableAnswer, TableSource } from '../../../app/data/table-protocol.ts';
import { prepareData } from '../../../engine/data/prepare.ts';
import { defaultData, ownDataset } from '../../../engine/graph/document.ts';

const text = '\uFEFFa;b;kind\r\n1,5;x;yes\r\n;y;no\r\n2,5;x;\r\n3;x;yes\r\n4;;no\r\n';
const host = () => new TableHost(() => undefined);
const file = (name: string, content: BlobPart): TableSource => ({
  kind: 'file',
  file: new File([content], name),
});

async function summaryOf(of: TableHost, source: TableSource) {
  const answer = await of.answer({ kind: 'open', source });
  if (answer.kind !== 'summary') throw new Error(JSON.stringify(answer));
  return answer.summary;
}
const refusalOf = (answer: TableAnswer): string =>
  answer.kind === 'refused' ? answer.message : 'not refused';

test('opens a file, prepares tensors and gives the table', async () => {
  const made = host();
  const { reading, rows, choices } = await summaryOf(made, file('t.csv', text));
  expect([reading, rows]).toEqual([{ delimiter: ';', decimal: ',', header: true, marks: true }, 5]);
  const settings = { scaler: 'none', split: { ...defaultData.split, validation: 0, test: 0.5 } } as const;
  expect(await made.answer({ kind: 'prepare', choices, settings })).toMatchObject({
    kind: 'preview',
    preview: {
      features: ['a', 'b = x', 'b = y'],
      classes: ['no', 'yes'],
      rows: { train: 2, validation: 0, test: 2 },
    },
  });
  const taken = await made.answer({ kind: 'take', choices, settings });
  if (taken.kind !== 'table') throw new Error('no table');
  const { table } = taken;
  const here = prepareData({ ...settings, dataset: ownDataset, table });
  expect(structuredClone(taken.prepared)).toEqual(here.ok && here.data);
  expect(taken.table).toMatchObject({ name: 't.csv', missing: 'mean', rows: { length: 5 } });
  // Opened again, the table has the columns that were chosen.
  const again = await summaryOf(host(), { kind: 'table', table: taken.table });
  expect(again.choices).toEqual(choices);
});

test('reads again in another way', async () => {
  const made = host();
  const { reading } = await summaryOf(made, { kind: 'text', text });
  const answer = await made.answer({ kind: 'read', reading: { ...reading, delimiter: '|' } });
  expect(answer).toMatchObject({ kind: 'summary', summary: { profiles: [{ name: 'a;b;kind' }] } });
});

test('a file of another coding is read: UTF-16, and Windows where it is no UTF-8', async () => {
  const utf16 = new Uint8Array([0xff, 0xfe, ...Buffer.from('é,b\n1,2\n', 'utf16le')]);
  expect((await summaryOf(host(), file('t.csv', utf16))).profiles[0]?.name).toBe('é');
  const windows = new Uint8Array([...Buffer.from('é,b\n1,2\n', 'latin1')]);
  expect((await summaryOf(host(), file('t.csv', windows))).profiles[0]?.name).toBe('é');
});

test('refuses in words what is too large, or was never opened', async () => {
  const huge = { name: 'huge.csv', size: 100 * 2 ** 20 } as File;
  const answer = await host().answer({ kind: 'open', source: { kind: 'file', file: huge } });
  expect(refusalOf(answer)).toBe(
    'huge.csv has 100 MB; a table may have 32 MB and is kept whole in the document. Take a part of it, such as its first rows.',
  );
  const choices = { name: 't', missing: 'drop', columns: [] } as const;
  expect(
    refusalOf(
      await host().answer({ kind: 'take', choices, settings: { split: defaultData.split, scaler: 'none' } }),
    ),
  ).toBe('There is no table yet.');
});

test('progress grows up to the end, over rows and then columns', async () => {
  const shares: number[] = [];
  const made = new TableHost((share) => shares.push(share));
  await summaryOf(made, { kind: 'text', text: `a,b\n${'1,2\n'.repeat(10_000)}` });
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  expect(shares.slice(-2)).toEqual([0.75, 1]);
});
