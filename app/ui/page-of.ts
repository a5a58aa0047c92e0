/** The part of an axis that a page shows; `page` is moved into range. */
export function pageOf(size: number, page: number, perPage: number) {
  const pages = Math.max(1, Math.ceil(size / perPage));
  const shown = Math.min(Math.max(page, 0), pages - 1);
  const start = shown * perPage;
  return { start, end: Math.min(size, start + perPage), page: shown, pages };
}
