/** Deeper than this lie the rows: each is written at once. */
const depthOfRows = 3;

/** JSON for programs, part by part: a row to a line. */
export function* archiveJson(value: unknown): Generator<string> {
  yield* written(value, 0);
  yield '\n';
}

function* written(value: unknown, depth: number): Generator<string> {
  if (typeof value !== 'object' || value === null || depth === depthOfRows) {
    yield JSON.stringify(value ?? null);
    return;
  }
  const isList = Array.isArray(value);
  const indent = '  '.repeat(depth + 1);
  let before = `\n${indent}`;
  yield isList ? '[' : '{';
  for (const [name, one] of Object.entries(value) as [string, unknown][]) {
    if (one === undefined) continue;
    yield isList ? before : `${before}${JSON.stringify(name)}: `;
    yield* written(one, depth + 1);
    before = `,\n${indent}`;
  }
  yield `\n${'  '.repeat(depth)}${isList ? ']' : '}'}`;
}
