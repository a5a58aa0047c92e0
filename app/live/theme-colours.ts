/** Colours of tokens as canvas elements need them: looked up once per theme, by the browser itself. */

const cache = new Map<string, readonly [red: number, green: number, blue: number]>();
let listening = false;
let themes = 0;
const themeListeners = new Set<() => void>();

function forgetColours(): void {
  cache.clear();
  themes += 1;
  for (const listener of themeListeners) listener();
}

function listen(): void {
  if (listening) return;
  listening = true;
  new MutationObserver(forgetColours).observe(document.documentElement, {
    attributes: true,
    attributeFilter: ['data-theme', 'data-density', 'class'],
  });
  for (const query of [
    '(prefers-color-scheme: dark)',
    '(prefers-contrast: more)',
    '(forced-colors: active)',
  ]) {
    matchMedia(query).addEventListener('change', forgetColours);
  }
}

/** How many themes were shown so far: another number, other colours. */
export const themeCount = (): number => themes;

/** Calls back when another theme is shown. */
export function onThemeChange(listener: () => void): () => void {
  listen();
  themeListeners.add(listener);
  return () => themeListeners.delete(listener);
}

let probe: HTMLElement | undefined;

/** An element that nobody sees, to read colours back from. */
function makeProbe(): HTMLElement {
  const element = document.createElement('span');
  element.hidden = true;
  element.className = 'probe-of-colours';
  document.body.append(element);
  return element;
}

/** The bytes of a computed colour, which browsers write as `rgb(1, 2, 3)` for all that has no wider gamut. */
export function readColour(computed: string): readonly [red: number, green: number, blue: number] {
  const [red = 0, green = 0, blue = 0] = (computed.match(/[\d.]+/g) ?? []).map(Number);
  return [red, green, blue];
}

/** The colour of a token such as `--seq-3` as bytes. */
export function tokenColour(token: string): readonly [number, number, number] {
  listen();
  const known = cache.get(token);
  if (known !== undefined) return known;
  probe ??= makeProbe();
  // light-dark() resolves only in a property that takes a colour, so the token is read back through one.
  probe.style.color = `var(${token})`;
  const colour = readColour(getComputedStyle(probe).color);
  cache.set(token, colour);
  return colour;
}
