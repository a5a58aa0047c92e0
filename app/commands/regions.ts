/** The page's regions in the order F6 goes through them: values of `data-region`. */
const order = ['top', 'palette', 'canvas', 'inspector', 'dock', 'status'];
/** Where one begins in a region: the first of these that it has. */
const beginnings = [
  '.react-flow__node.selected',
  '.react-flow__node',
  '[role="tab"][aria-selected="true"]',
  'button:not([disabled]), input, select, textarea, a[href], [tabindex="0"]',
];

/** Moves the focus to the next region, or the one before; one without anything to focus is passed over. */
export function goToRegion(by: 1 | -1): void {
  const regions = order.flatMap((name) => [
    ...document.querySelectorAll<HTMLElement>(`[data-region="${name}"]`),
  ]);
  const here = regions.findIndex((region) => region.contains(document.activeElement));
  for (let step = 1; step <= regions.length; step += 1) {
    const region =
      regions[(Math.max(here, by === 1 ? here : 0) + by * step + regions.length * 2) % regions.length];
    const target = beginnings
      .map((beginning) => region?.querySelector<HTMLElement>(beginning))
      .find((element) => element instanceof HTMLElement);
    if (target === undefined) continue;
    target?.focus();
    return;
  }
}
