import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { linkEnd, longestLink, readLinkEnd } from '../../../app/files/share-link.ts';
import { writeDocument } from '../../../engine/formats/json.ts';
import { emptyDocument } from '../../../engine/graph/document.ts';
import { templates } from '../../../engine/graph/templates/catalogue.ts';

describe('a graph as the end of a link', () => {
  test.each(templates)(
    '$title comes back, behind signs that no address needs to write otherwise',
    async ({ document }) => {
      const end = await linkEnd(writeDocument(document));
      expect(end).toMatch(/^#graph=[\w-]+$/);
      expect(end.length).toBeLessThan(1_000);
      expect(await readLinkEnd(end)).toMatchObject({ ok: true, document });
    },
  );

  test('a name of any letters comes back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 60 }), async (name) => {
        const end = await linkEnd(writeDocument(emptyDocument(name)));
        expect(await readLinkEnd(end)).toMatchObject({
          ok: true,
          document: { name },
        });
      }),
      { numRuns: 50 },
    );
  });

  test.each(['', '#', '#top', 'graph=abc', '#graph='])('%j is not meant as a graph', async (end) => {
    expect(await readLinkEnd(end)).toBeUndefined();
  });

  test('a link that was cut, changed or is too long says so', async () => {
    const whole = await linkEnd(writeDocument(emptyDocument()));
    for (const end of [
      whole.slice(0, -9),
      whole.slice(0, 60),
      '#graph=a b',
      '#graph=AAAAA',
      `#graph=${'A'.repeat(longestLink)}`,
      await linkEnd('{"format":"other"}'),
    ]) {
      const read = await readLinkEnd(end);
      expect(read).toMatchObject({ ok: false });
      expect(read?.diagnostics[0]?.message).toMatch(/[\w"]\.$/);
    }
  });

  test('what unpacks to far more than a link can hold of text is refused without trouble', async () => {
    const bomb = await linkEnd(' '.repeat(20_000_000));
    expect(bomb.length).toBeLessThan(longestLink);
    expect(await readLinkEnd(bomb)).toMatchObject({ ok: false });
  });
});
