import { expect, test } from 'vitest';
import { type Migration, migrate, migrations } from '../../../engine/formats/migrations.ts';
import { documentVersion } from '../../../engine/graph/document.ts';

test('there is one step from each earlier version to the next', () => {
  expect(migrations.map(({ from }) => from)).toEqual(
    Array.from({ length: documentVersion - 1 }, (_, index) => index + 1),
  );
});

test('every step is taken, in order, from the version of the document on', () => {
  const steps: readonly Migration[] = [3, 1, 2].map((from) => ({
    from,
    why: 'to see the order',
    migrate: (document) => ({ ...document, way: `${document['way'] ?? ''}${from}` }),
  }));
  expect(migrate({ version: 1 }, 1, steps, 4)).toEqual({ version: 4, way: '123' });
  expect(migrate({ version: 2 }, 2, steps, 4)).toEqual({ version: 4, way: '23' });
  expect(migrate({ version: 4, way: '' }, 4, steps, 4)).toEqual({ version: 4, way: '' });
  expect(migrate({ version: 0 }, 0, steps, 4)).toBeUndefined();
});
