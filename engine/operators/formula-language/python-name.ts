/** Names that Python keeps for itself. */
const pythonWords: ReadonlySet<string> = new Set(
  'and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield None True False torch self'.split(
    ' ',
  ),
);

/** A name as Python can have it for a variable. */
export const pythonName = (name: string): string => (pythonWords.has(name) ? `${name}_` : name);
