import { allErrorCodes, factCatalogue } from '@rochdale/platform';
import { knownScopes } from '@rochdale/identity';
import { statusOfKind } from '../http/kit/problem.js';
import { jsonShapes } from './platform/json-shapes.js';
import './resolvers.js';

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const sorted = <Row extends readonly string[]>(rows: readonly Row[]): Row[] =>
  rows.toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1));

/**
 * The closed lists that programs need, as a document: codes, facts, scopes, shapes. Known from
 * what the rooms declare, so that the document cannot say anything else.
 */
export function printReference(): string {
  const codes = [...allErrorCodes()].map(
    ([code, kind]) => [`\`${code}\``, kind, String(statusOfKind[kind])] as const,
  );
  const facts = factCatalogue().map(
    ({ type, version, subjectKinds, visibility }) =>
      [`\`${type}\``, String(version), subjectKinds.join(', '), visibility] as const,
  );
  const shapes = jsonShapes().map(({ fields, kind, schemaJson }) => {
    const schema = JSON.stringify(JSON.parse(schemaJson), null, 2);
    const of = kind === null ? '' : `, \`${kind}\``;
    return `### ${fields.map((field) => `\`${field}\``).join(' and ')}${of}

\`\`\`json
${schema}
\`\`\``;
  });
  const scopes = [...knownScopes()].map((scope) => [`\`${scope}\``] as const);
  return `# Codes, facts, scopes and shapes

Written by \`npm run schema:write\` from what the rooms declare. The API tells the same by its
queries \`errorCodes\`, \`factTypes\` (with the shape of each fact's data), \`tokenScopes\` and
\`jsonShapes\`.

## Error codes

Over REST a refusal has the status that is shown. GraphQL tells the code in \`userErrors\`, or in
the extensions of an error, with the path of the field that is at fault. Some codes refuse no
request and stand in a field: \`reason\` of \`viewerCan\`, \`failureCode\`, \`lastErrorCode\`,
\`refusalCode\`, the verdict on a usage event. A payout's \`failureCode\` is also \`BANK_\` with its
bank's reason of ISO 20022, such as \`BANK_AC04\`: to its payee, and to treasurers, auditors and
administrators. To other members it is null, as a bank's word may tell of a person.

${table(['code', 'kind', 'status'], sorted(codes))}

## Facts

What webhooks, feeds and the audit trail tell.

${table(['type', 'version', 'about', 'visibility'], sorted(facts))}

## Scopes

What tokens and keys can be limited to.

${table(['scope'], sorted(scopes))}

## JSON in texts

The JSON Schema of fields that are JSON in a text. What fields may not say together is not in it:
that is refused with a code.

${shapes.join('\n\n')}
`;
}
