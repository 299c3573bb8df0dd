import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Changes of several rows, or of none: what does not assert one row, each with its reason. */
const exceptions: readonly (readonly [reason: string, names: readonly string[]])[] = [
  ['what is in force is retired, if there is any', ['payouts.supersede-payee-details']],
  ['all approvals of an expense, be they none', ['expenses.void-approvals']],
  ['a transfer that was carried out already stays so', ['rail-simulated.advance-transfer']],
  [
    'many jobs at once, or one whose lease another worker may have taken: the runner looks',
    [
      'platform.extend-job-lease',
      'platform.finish-job',
      'platform.hand-back-jobs',
      'platform.put-back-job',
    ],
  ],
  [
    'notes of use, which change nothing else',
    ['identity.extend-session', 'identity.note-api-key-use', 'identity.note-personal-token-use'],
  ],
];

const comment = String.raw`(?:\/\/[^\n]*\s*)*`;
const update = String.raw`\s*update\s[^\`']*?(?:'[^']*'[^\`']*?)*`;
const declared = new RegExp(
  String.raw`const (\w+) = sql\(\s*'([^']+)',\s*${comment}[\`'](${update})[\`'],?\s*\)`,
  'g',
);
const changesState = /\bset\b.*?\b(?:status|state|standing|lease_until|\w+_at)\s*=/s;

/** The statements of a source that change a state without asserting that one row changed. */
function unasserted(source: string): string[] {
  const found: string[] = [];
  for (const [, variable = '', name = '', text = ''] of source.matchAll(declared)) {
    const [assignments = ''] = text.split(/\bwhere\b/);
    if (!changesState.test(assignments)) continue;
    const asserted = [
      `\\(await tx\\.run\\(${variable}\\b[^;]*?\\)\\) === 1`,
      `const \\w+ = await tx\\.run\\(\\s*${variable}\\b`,
    ];
    const runs = new RegExp(`tx\\.run\\(\\s*${variable}\\b`).test(source);
    const isAsserted = asserted.some((use) => new RegExp(use, 's').test(source));
    if (runs && !isAsserted) found.push(name);
  }
  return found;
}

describe('changes of a state', () => {
  it('assert that one row changed', () => {
    const paths = readdirSync('libs', { recursive: true, encoding: 'utf8' });
    const sources = paths.filter((path) => path.endsWith('.ts') && !path.endsWith('.spec.ts'));
    const found = sources.flatMap((path) => unasserted(readFileSync(join('libs', path), 'utf8')));
    const excused = exceptions.flatMap(([, names]) => names);
    expect(found.toSorted()).toEqual(excused.toSorted());
  });
});

describe('the search for changes that are not asserted', () => {
  const statement =
    "const end = sql('x.end', `update x.things set state = 'ended' where id = $1`);";

  it('finds a count that nobody reads', () => {
    expect(unasserted(`${statement} await tx.run(end, [id]);`)).toEqual(['x.end']);
  });

  it('finds one whose text follows a comment', () => {
    const commented = statement.replace(
      '`update',
      '\n  // $1: the thing.\n  // It ends.\n  `update',
    );
    expect(unasserted(`${commented} await tx.run(end, [id]);`)).toEqual(['x.end']);
  });

  it.each(['await tx.change(end, [id]);', 'return (await tx.run(end, [id])) === 1;'])(
    'lets be: %s',
    (use) => {
      expect(unasserted(`${statement} ${use}`)).toEqual([]);
    },
  );
});
