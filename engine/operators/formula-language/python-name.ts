/** What Python keeps for itself, and what the scripts that we write call by name. */
const takenWords: ReadonlySet<string> = new Set(
  'and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield None True False torch nn self module float print SimpleNamespace'.split(
    ' ',
  ),
);

/** A name as Python can have it for a variable; two names never become one, since `self_` gets a second underscore too. */
export const pythonName = (name: string): string =>
  takenWords.has(name.replace(/_+$/, '')) ? `${name}_` : name;
