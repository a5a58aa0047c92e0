import { describe, expect, test } from 'vitest';
import { nextTheme, readLayout } from '../../../app/shell/layout.ts';

describe('the arrangement of the page', () => {
  const usual = readLayout(null);

  test('what was kept comes back', () => {
    const kept = {
      leftPanel: 'outline',
      density: 'comfortable',
      motion: 'less',
      snapToGrid: true,
      theme: 'dark',
      dockTab: 'data',
      dockHeight: 300,
      dockFolded: true,
      paletteFolded: true,
      inspectorFolded: true,
    };
    expect(readLayout(JSON.stringify(kept))).toEqual(kept);
  });

  test.each(['not JSON', '[]', '{"theme":"pink","dockTab":"none","dockHeight":-5}', '{"dockHeight":"tall"}'])(
    '%j falls back to the usual',
    (text) => {
      expect(readLayout(text)).toEqual(usual);
    },
  );

  test('the theme goes round', () => {
    expect(nextTheme(nextTheme(nextTheme('light')))).toBe('light');
    expect(new Set(['light', nextTheme('light'), nextTheme(nextTheme('light'))]).size).toBe(3);
  });
});
