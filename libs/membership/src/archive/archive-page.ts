import { html } from '@rochdale/platform';
import type { Html } from '@rochdale/platform';

type Values = Readonly<Record<string, unknown>>;

const isValues = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `creditNotes` as words; what is one of a table of ours stays as it is. */
const titleOf = (name: string): string =>
  name.includes('.') ? name : name.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();

function cell(value: unknown): Html {
  if (value === null || value === undefined) return html`–`;
  if (Array.isArray(value) || isValues(value)) return shown(value);
  return html`${typeof value === 'string' ? value : JSON.stringify(value)}`;
}

/** Rows of one kind, one below the other. */
function table(rows: readonly Values[]): Html {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return html`<table>
    <tr>
      ${columns.map((column) => html`<th>${titleOf(column)}</th>`)}
    </tr>
    ${rows.map(
      (row) =>
        html`<tr>
          ${columns.map((column) => html`<td>${cell(row[column])}</td>`)}
        </tr>`,
    )}
  </table>`;
}

function shown(value: unknown): Html {
  if (Array.isArray(value)) {
    if (value.length === 0) return html`<p>Nothing.</p>`;
    if (value.every((one) => isValues(one))) return table(value);
    return html`<ul>
      ${value.map((one) => html`<li>${cell(one)}</li>`)}
    </ul>`;
  }
  if (!isValues(value)) return html`<p>${cell(value)}</p>`;
  return html`<dl>
    ${Object.entries(value).map(
      ([name, one]) =>
        html`<dt>${titleOf(name)}</dt>
          <dd>${cell(one)}</dd>`,
    )}
  </dl>`;
}

/** A page that a person reads without any program of ours, and that loads nothing. */
export function archivePage(
  title: string,
  parts: readonly { readonly heading: string; readonly says: string; readonly data: Values }[],
): string {
  const body = parts.map(
    ({ heading, says, data }) =>
      html`<h2>${heading}</h2>
        <p>${says}</p>
        ${Object.entries(data).map(
          ([name, value]) =>
            html`<h3>${titleOf(name)}</h3>
              ${shown(value)}`,
        )}`,
  );
  return html`<!doctype html>
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
        ${body}
      </body>
    </html> `.toString();
}
