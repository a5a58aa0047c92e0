/**
 * Works something out once for each object, such as for each state of a graph, and knows it as long as that object lives. For what
 * every card or wire would else work out for itself.
 */
export function oncePer<K extends object, V>(work: (object: K) => V): (object: K) => V {
  const known = new WeakMap<K, { readonly result: V }>();
  return (object) => {
    const found = known.get(object);
    if (found !== undefined) return found.result;
    const result = work(object);
    known.set(object, { result });
    return result;
  };
}
