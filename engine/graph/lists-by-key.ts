/** What belongs to each key, in the order given. */
export function listsByKey<V>(
  entries: Iterable<readonly [key: string, value: V]>,
): ReadonlyMap<string, readonly V[]> {
  const lists = new Map<string, V[]>();
  for (const [key, value] of entries) {
    const list = lists.get(key);
    if (list === undefined) lists.set(key, [value]);
    else list.push(value);
  }
  return lists;
}
