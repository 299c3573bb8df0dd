import { html } from '@rochdale/platform';

type Values = Readonly<Record<string, unknown>>;

const isValues = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `creditNotes` as words; what is one of a table of ours stays as it is. */
const titleOf = (name: string): string =>
  name.includes('.') ? name : name.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();

function* cell(value: unknown): Generator<string> {
  if (value === null || value === undefined) yield '–';
  else if (Array.isArray(value) || isValues(value)) yield* shown(value);
  else yield html`${typeof value === 'string' ? value : JSON.stringify(value)}`.toString();
}

function columnsOf(rows: readonly Values[]): string[] {
  const columns = new Set<string>();
  for (const row of rows) for (const column of Object.keys(row)) columns.add(column);
  return [...columns];
}

/** Rows of one kind, one below the other. */
function* table(rows: readonly Values[]): Generator<string> {
  const columns = columnsOf(rows);
  yield '<table>\n<tr>';
  for (const column of columns) yield html`<th>${titleOf(column)}</th>`.toString();
  yield '</tr>\n';
  for (const row of rows) {
    yield '<tr>';
    for (const column of columns) yield* within('td', cell(row[column]));
    yield '</tr>\n';
  }
  yield '</table>\n';
}

function* within(tag: string, parts: Iterable<string>): Generator<string> {
  yield `<${tag}>`;
  yield* parts;
  yield `</${tag}>`;
}

function* list(values: readonly unknown[]): Generator<string> {
  for (const value of values) yield* within('li', cell(value));
}

function* shown(value: unknown): Generator<string> {
  if (Array.isArray(value)) {
    if (value.length === 0) yield '<p>Nothing.</p>\n';
    else if (value.every((one) => isValues(one))) yield* table(value);
    else yield* within('ul', list(value));
  } else if (isValues(value)) yield* within('dl', described(value));
  else yield* within('p', cell(value));
}

function* described(values: Values): Generator<string> {
  for (const [name, value] of Object.entries(values)) {
    yield html`<dt>${titleOf(name)}</dt>`.toString();
    yield* within('dd', cell(value));
  }
}

/** Where what is kept stands in the page. */
const place = '\u{0}';

const frame = (title: string): string =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title}</title>
        <style>
          body {
            font: 1rem/1.5 sans-serif;
            margin: 2rem;
          }
          table {
            border-collapse: collapse;
          }
          th,
          td {
            border: 1px solid #ccc;
            padding: 0.25rem 0.5rem;
            vertical-align: top;
          }
          dt {
            font-weight: bold;
          }
        </style>
      </head>
      <body>
        <h1>${title}</h1>
        ${place}
      </body>
    </html> `.toString();

/** A page that a person reads without any program of ours, and that loads nothing, part by part. */
export function* archivePage(
  title: string,
  parts: readonly { readonly heading: string; readonly says: string; readonly data: Values }[],
): Generator<string> {
  const [before = '', after = ''] = frame(title).split(place);
  yield before;
  for (const { heading, says, data } of parts) {
    yield html`<h2>${heading}</h2>
      <p>${says}</p>`.toString();
    for (const [name, value] of Object.entries(data)) {
      yield html`<h3>${titleOf(name)}</h3>`.toString();
      yield* shown(value);
    }
  }
  yield after;
}
