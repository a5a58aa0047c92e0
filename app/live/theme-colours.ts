/** Colours of tokens as canvas elements need them: looked up once per theme, by the browser itself. */

const cache = new Map<string, readonly [red: number, green: number, blue: number]>();
let listening = false;
const themeListeners = new Set<() => void>();

function forgetColours(): void {
  cache.clear();
  for (const listener of themeListeners) listener();
}

function listen(): void {
  if (listening) return;
  listening = true;
  new MutationObserver(forgetColours).observe(document.documentElement, {
    attributes: true,
    attributeFilter: ['data-theme', 'data-density', 'class'],
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', forgetColours);
}

/** Calls back when another theme is shown. */
export function onThemeChange(listener: () => void): () => void {
  listen();
  themeListeners.add(listener);
  return () => themeListeners.delete(listener);
}

let probe: { readonly element: HTMLElement; readonly context: CanvasRenderingContext2D } | undefined;

function makeProbe() {
  const element = document.createElement('span');
  element.hidden = true;
  document.body.append(element);
  const canvas = document.createElement('canvas');
  canvas.width = 1;
  canvas.height = 1;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('this browser has no 2D canvas');
  return { element, context };
}

/** The colour of a token such as `--seq-3` as bytes. */
export function tokenColour(token: string): readonly [number, number, number] {
  listen();
  const known = cache.get(token);
  if (known !== undefined) return known;
  probe ??= makeProbe();
  // light-dark() resolves only in a property that takes a colour, so the token is read back through one.
  probe.element.style.color = `var(${token})`;
  probe.context.fillStyle = getComputedStyle(probe.element).color;
  probe.context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = probe.context.getImageData(0, 0, 1, 1).data;
  const colour = [red, green, blue] as const;
  cache.set(token, colour);
  return colour;
}
