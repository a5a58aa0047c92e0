import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, normalize, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

// What neither the compiler nor the linter can say about the layout of DESIGN.md. Every rule collects its violations
// as text and expects none, so that a failure names the files; every path is relative to the project, with '/'.

const project = fileURLToPath(new URL('..', import.meta.url));

/** Which folders of engine/ each one may import besides itself: the arrows of DESIGN.md, drawn out. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  random: [],
  program: [],
  notation: ['random', 'program'],
  passes: ['random', 'program'],
  wasm: ['program', 'passes'],
  operators: ['random', 'program', 'notation', 'passes'],
  graph: ['random', 'program', 'notation', 'passes', 'operators'],
  summary: ['random', 'program', 'notation', 'passes', 'operators', 'graph'],
  train: ['random', 'program', 'notation', 'passes', 'operators', 'graph', 'wasm', 'data'],
  trace: ['program', 'notation', 'passes', 'graph', 'train', 'wasm'],
  formats: ['random', 'program', 'notation', 'passes', 'operators', 'graph'],
  data: ['random', 'program', 'notation', 'passes', 'operators', 'graph'],
  cli: [
    'random',
    'program',
    'notation',
    'passes',
    'wasm',
    'operators',
    'graph',
    'summary',
    'train',
    'formats',
    'data',
  ],
};

/** A pass may import those before it. */
const PASS_ORDER: readonly string[] = [
  'lower',
  'differentiate',
  'update',
  'simplify',
  'schedule',
  'plan-memory',
];

/** Files and folders of engine/passes that are a part of one pass under a name of their own. */
const PART_OF_PASS: Readonly<Record<string, string>> = { derivatives: 'differentiate', rules: 'simplify' };

/** Files of engine/operators that support declarations; every other file there declares an operator. */
const NOT_OPERATORS: readonly string[] = ['catalogue.ts', 'operator.ts'];

/** Tests of what all files of the folder they mirror have in common. */
const ACROSS_A_FOLDER: readonly string[] = [
  'test/engine/operators/gradients.test.ts',
  'test/engine/operators/textbook-gradients.test.ts',
  'test/engine/operators/traits.test.ts',
  'test/engine/train/same-bits.test.ts',
];

const MAXIMUM_LINES = 450;

interface SourceFile {
  readonly path: string;
  readonly text: string;
}

interface Import {
  readonly from: string;
  /** As written. */
  readonly specifier: string;
  /** The project's file it names; undefined for a package. */
  readonly target: string | undefined;
}

function filesBelow(folder: string): readonly string[] {
  const absolute = join(project, folder);
  if (!existsSync(absolute)) return [];
  return readdirSync(absolute, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(project, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

function readSources(folder: string): readonly SourceFile[] {
  return filesBelow(folder)
    .filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.d.ts'))
    .map((path) => ({ path, text: readFileSync(join(project, path), 'utf8') }));
}

const IMPORT_FORMS: readonly RegExp[] = [
  /^\s*(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]/gm,
  /^\s*import\s*['"]([^'"]+)['"]/gm,
  /^(?!\s*(?:\*|\/\/)).*?\bimport\(\s*['"]([^'"]+)['"]/gm,
  /\bnew URL\(\s*['"](\.[^'"]+)['"],\s*import\.meta\.url/g,
];

/** Every import of a file: static, for types, dynamic, and of a worker by its address. */
function importsOf(source: SourceFile): readonly Import[] {
  return IMPORT_FORMS.flatMap((form) => [...source.text.matchAll(form)])
    .map((match) => match[1] ?? '')
    .map((specifier) => ({
      from: source.path,
      specifier,
      target: specifier.startsWith('.') ? normalize(join(dirname(source.path), specifier)) : undefined,
    }));
}

const engine = readSources('engine');
const app = readSources('app');
const sources = [...engine, ...app];
const tests = readSources('test');
const imports = sources.flatMap(importsOf);

/** `graph` for engine/graph/document.ts; the file's own name for one that lies in no folder. */
const folderOf = (path: string): string => path.split('/')[1] ?? '';
const isWithin = (path: string, ...folders: readonly string[]): boolean =>
  folders.some((folder) => path.startsWith(`${folder}/`));
const shown = ({ from, specifier }: Import): string => `${from} imports ${specifier}`;
const importsPackage = (name: string) => (found: Import) =>
  found.specifier === name || found.specifier.startsWith(`${name}/`);

/** Groups of files that reach each other, by Tarjan's algorithm. */
function findCycles(edges: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const cycles: (readonly string[])[] = [];
  const visit = (file: string): number => {
    const number = order.size;
    order.set(file, number);
    stack.push(file);
    let low = number;
    for (const next of edges.get(file) ?? []) {
      if (!order.has(next)) low = Math.min(low, visit(next));
      else if (stack.includes(next)) low = Math.min(low, lowest.get(next) ?? order.get(next) ?? low);
      lowest.set(file, low);
    }
    if (low === number) {
      const group = stack.splice(stack.indexOf(file));
      if (group.length > 1 || edges.get(file)?.includes(file)) cycles.push(group);
    }
    return low;
  };
  for (const file of edges.keys()) if (!order.has(file)) visit(file);
  return cycles;
}

describe('the import scanner', () => {
  test('sees every form of import', () => {
    const text = [
      "import { a } from './a.ts';",
      "import type {\n  B,\n  C,\n} from '../b.ts';",
      "export { d } from './d.ts';",
      "import './style.css';",
      "const e = await import('./e.ts');",
      "export type F = import('./f.ts').F;",
      "new Worker(new URL('./g.ts', import.meta.url));",
      "// import { no } from './no.ts';",
      " * import('./no.ts')",
    ].join('\n');
    const found = importsOf({ path: 'app/x/y.ts', text }).map(({ target }) => target);
    expect(found.sort()).toEqual([
      'app/b.ts',
      'app/x/a.ts',
      'app/x/d.ts',
      'app/x/e.ts',
      'app/x/f.ts',
      'app/x/g.ts',
      'app/x/style.css',
    ]);
  });

  test('finds a cycle and no other', () => {
    const edges = new Map([
      ['a', ['b', 'd']],
      ['b', ['c']],
      ['c', ['a']],
      ['d', []],
    ]);
    expect(findCycles(edges).map((group) => [...group].sort())).toEqual([['a', 'b', 'c']]);
  });

  test('reads this project', () => {
    expect(engine.length).toBeGreaterThan(0);
    expect(imports.filter(({ target }) => target?.startsWith('engine/')).length).toBeGreaterThan(0);
  });
});

describe('who may import whom', () => {
  test('every relative import names a file with its extension', () => {
    const broken = imports.filter(
      ({ target, specifier }) =>
        target !== undefined && !existsSync(join(project, target.replace(/\?.*$/, ''))) && specifier !== '.',
    );
    expect(broken.map(shown)).toEqual([]);
  });

  test('the engine never imports the app, nor anything else outside itself', () => {
    const outward = imports.filter(
      ({ from, target }) => isWithin(from, 'engine') && target !== undefined && !isWithin(target, 'engine'),
    );
    expect(outward.map(shown)).toEqual([]);
  });

  test('arrows between the folders of the engine go one way', () => {
    const upward = imports.filter(({ from, target }) => {
      if (!isWithin(from, 'engine') || target === undefined || !isWithin(target, 'engine')) return false;
      const [here, there] = [folderOf(from), folderOf(target)];
      return here !== there && !(MAY_IMPORT[here] ?? []).includes(there);
    });
    expect(upward.map(shown)).toEqual([]);
  });

  test('every folder of the engine has its place in the layers', () => {
    const unplaced = engine.map(({ path }) => path).filter((path) => !(folderOf(path) in MAY_IMPORT));
    expect(unplaced).toEqual([]);
  });

  test('the app never imports the command line or tests', () => {
    const wrong = imports.filter(
      ({ from, target }) =>
        isWithin(from, 'app') && target !== undefined && isWithin(target, 'engine/cli', 'test'),
    );
    expect(wrong.map(shown)).toEqual([]);
  });

  test('no import cycles, imports of types included', () => {
    const edges = new Map<string, string[]>(sources.map(({ path }) => [path, []]));
    for (const { from, target } of imports) if (target !== undefined) edges.get(from)?.push(target);
    expect(findCycles(edges)).toEqual([]);
  });

  test('only app/document imports immer', () => {
    const elsewhere = imports
      .filter(importsPackage('immer'))
      .filter(({ from }) => !isWithin(from, 'app/document'));
    expect(elsewhere.map(shown)).toEqual([]);
  });

  test('only the canvas and the palette import reactflow, the shell its stylesheet', () => {
    const elsewhere = imports
      .filter(importsPackage('reactflow'))
      .filter(({ from }) => !isWithin(from, 'app/canvas', 'app/palette'))
      .filter(
        ({ from, specifier }) =>
          !(specifier.endsWith('.css') && (from === 'app/main.tsx' || isWithin(from, 'app/shell'))),
      );
    expect(elsewhere.map(shown)).toEqual([]);
  });

  test('automatic layout is loaded when it is first needed: by one file, which nothing imports eagerly', () => {
    const layout = 'app/canvas/tidy-up.ts';
    const elsewhere = imports.filter(importsPackage('@dagrejs/dagre')).filter(({ from }) => from !== layout);
    const eager = imports.filter(({ from, target }) => {
      if (target !== layout) return false;
      const text = app.find(({ path }) => path === from)?.text ?? '';
      return !/import\('[^']*tidy-up\.ts'\)/.test(text) || /from\s*'[^']*tidy-up\.ts'/.test(text);
    });
    expect([...elsewhere, ...eager].map(shown)).toEqual([]);
  });
});

describe('passes', () => {
  const within = engine.filter(({ path }) => isWithin(path, 'engine/passes'));
  /** Its pass's place in the order; a folder engine/passes/NAME/ belongs to the pass NAME. */
  const place = (path: string): number => {
    const name = (path.split('/')[2] ?? '').replace(/\.ts$/, '');
    return PASS_ORDER.indexOf(PART_OF_PASS[name] ?? name);
  };

  test('every file belongs to a pass that has its place in the order', () => {
    expect(within.map(({ path }) => path).filter((path) => place(path) < 0)).toEqual([]);
  });

  test('a pass imports only its own parts and earlier passes', () => {
    const backward = within
      .flatMap(importsOf)
      .filter(({ target }) => target !== undefined && isWithin(target, 'engine/passes'))
      .filter(({ from, target }) => place(target ?? '') > place(from));
    expect(backward.map(shown)).toEqual([]);
  });
});

describe('operators', () => {
  test('every operator file is listed in the catalogue', () => {
    const catalogue = 'engine/operators/catalogue.ts';
    const listed = new Set(imports.filter(({ from }) => from === catalogue).map(({ target }) => target));
    const unlisted = engine
      .map(({ path }) => path)
      .filter((path) => dirname(path) === 'engine/operators' && !NOT_OPERATORS.includes(basename(path)))
      .filter((path) => !listed.has(path));
    expect(unlisted).toEqual([]);
  });
});

describe('styles', () => {
  test('a class that two panels style by itself is not the same one', () => {
    // Sheets stay once loaded: what one panel says of .steps then holds in every other.
    const styled = new Map<string, Set<string>>();
    for (const path of readdirSync(join(project, 'app'), { recursive: true, encoding: 'utf8' })) {
      // What app/ui says is meant for all, and app/shell places the panels.
      if (!path.endsWith('.css') || isWithin(path, 'ui', 'shell')) continue;
      const text = readFileSync(join(project, 'app', path), 'utf8').replace(/\/\*.*?\*\//gs, '');
      for (const [, selectors = ''] of text.matchAll(/([^{}]+)\{/g))
        for (const [, name = ''] of selectors.matchAll(/(?:^|,)\s*\.([\w-]+)\s*(?=,|$)/g))
          styled.set(name, (styled.get(name) ?? new Set()).add(path));
    }
    const twice = [...styled].filter(([, paths]) => paths.size > 1);
    expect(twice.map(([name, paths]) => `.${name} in ${[...paths].join(' and ')}`)).toEqual([]);
  });
});

describe('files', () => {
  test(`no source or test is longer than ${MAXIMUM_LINES} lines`, () => {
    const long = [...sources, ...tests]
      .map(({ path, text }) => ({ path, lines: text.split('\n').length }))
      .filter(({ lines }) => lines > MAXIMUM_LINES)
      .map(({ path, lines }) => `${path} has ${lines} lines`);
    expect(long).toEqual([]);
  });

  test('no name says nothing', () => {
    const vague = /(^|\/)(utils?|helpers?|common|misc|shared|stuff)(\.|\/|$)/i;
    expect([...sources, ...tests].map(({ path }) => path).filter((path) => vague.test(path))).toEqual([]);
  });

  test('nothing is left marked as unfinished, and no type check is switched off', () => {
    const marks = /\b(TODO|FIXME|XXX|HACK)\b|@ts-(?:ignore|nocheck|expect-error)/;
    expect(sources.filter(({ text }) => marks.test(text)).map(({ path }) => path)).toEqual([]);
  });

  test('the engine draws no random numbers but its own', () => {
    const strays = engine.filter(({ text }) => /\bMath\.random\(/.test(text)).map(({ path }) => path);
    expect(strays).toEqual([]);
  });
});

describe('tests', () => {
  test('every unit test mirrors a source file or folder', () => {
    const unmatched = tests
      .map(({ path }) => path)
      .filter((path) => isWithin(path, 'test/engine', 'test/app') && /\.test\.tsx?$/.test(path))
      .filter((path) => !ACROSS_A_FOLDER.includes(path))
      .filter((path) => {
        const mirrored = path.replace(/^test\//, '').replace(/\.test\.tsx?$/, '');
        return !['.ts', '.tsx', ''].some((ending) => existsSync(join(project, mirrored + ending)));
      });
    expect(unmatched).toEqual([]);
  });

  test('what opens a dialog or a menu is among the screens that axe looks at', () => {
    const listed = tests.find(({ path }) => path === 'test/browser/every-screen.ts')?.text ?? '';
    const view = 'app/shell/dialogs-view.tsx';
    // The dialogs proper are held to the list by their type.
    const typed = new Set([view, ...imports.filter(({ from }) => from === view).map(({ target }) => target)]);
    const openers = app.filter(
      ({ path, text }) => !typed.has(path) && /<(?:Dialog|Menu|MenuAt)\b/.test(text),
    );
    expect(openers.length).toBeGreaterThan(2);
    expect(openers.map(({ path }) => path).filter((path) => !listed.includes(`shows: '${path}'`))).toEqual(
      [],
    );
  });
});
