/** Texts, and all that opens, parts or closes; of JSON, nothing else decides where a key is. */
const marks = /"(?:\\.|[^"\\])*"|[{}[\],]/g;

interface Within {
  /** Null for a list. */
  readonly keys: Set<string> | null;
  /** Where it is among what holds it: its key, or its place in a list. */
  at: string;
  place: number;
  wantsKey: boolean;
}

/** The path to the first key of a JSON text that is there twice in its object; null for none. */
export function repeatedKeyIn(json: string): readonly string[] | null {
  const open: Within[] = [];
  for (const [mark] of json.matchAll(marks)) {
    const within = open.at(-1);
    if (mark === '{' || mark === '[') {
      const isObject = mark === '{';
      open.push({ keys: isObject ? new Set() : null, at: '0', place: 0, wantsKey: isObject });
    } else if (mark === '}' || mark === ']') {
      open.pop();
    } else if (within === undefined) {
      continue;
    } else if (mark === ',') {
      within.wantsKey = within.keys !== null;
      within.place += 1;
      if (within.keys === null) within.at = String(within.place);
    } else if (within.wantsKey) {
      within.at = JSON.parse(mark) as string;
      if (within.keys?.has(within.at) === true) return open.map(({ at }) => at);
      within.keys?.add(within.at);
      within.wantsKey = false;
    }
  }
  return null;
}
