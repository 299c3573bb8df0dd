import { describe, expect, it } from 'vitest';
import { projectRules } from '../tidy.mjs';
import { judgeFixtures } from './judge-fixtures.mjs';
import { beyond, lowered } from './pending.mjs';

const catalogue = {
  'libs/dues/src/dues.errors.ts': `export const duesErrors = defineErrors('dues', {
  PLAN_NOT_FOUND: 'not_found',
  PLAN_RETIRED: 'conflict',
});`,
};
const refusingStore = `export const planStore = {
  lock(tx: Tx) { throw duesErrors.error('PLAN_RETIRED', 'No.'); } };`;

/** For each rule: what it must report, and the nearest it must let be. */
const fixtures = {
  'throws-are-told': {
    bad: [
      ['libs/dues/src/issue-invoice.ts', '/** Issues. */\nclass I { execute() {} }', 2],
      [
        'libs/dues/src/issue-invoice.ts',
        `/** @throws CodedError PLAN_RETIRED */
class I { execute() { throw duesErrors.error('PLAN_NOT_FOUND', 'No.'); } }`,
        2,
      ],
      ['libs/dues/src/issue-invoice.ts', '/** @throws PLAN_GONE */\nclass I { execute() {} }', 2],
      [
        'libs/dues/src/issue-invoice.ts',
        `function checked() { throw duesErrors.error('PLAN_NOT_FOUND', 'No.'); }
/** @throws when it cannot */
class I { execute() { this.#draw(); } #draw() { return all.map(checked); } }`,
        3,
      ],
    ],
    // A check of the room, in a file of its own, that the use case calls.
    badTree: {
      ...catalogue,
      'libs/dues/src/plan/plan.store.ts': refusingStore,
      'libs/dues/src/plan/retire-plan.ts': `import { planStore } from './plan.store.js';
/** @throws CodedError PLAN_NOT_FOUND */
class RetirePlan { execute(a) { return this.u.run(a, (tx) => planStore.lock(tx)); } }`,
    },
    goodTree: {
      ...catalogue,
      'libs/dues/src/plan/plan.store.ts': refusingStore,
      'libs/dues/src/plan/retire-plan.ts': `import { planStore } from './plan.store.js';
class RetirePlan {
  /** @throws CodedError as \`CreatePlan\`, PLAN_NOT_FOUND */
  execute(a) { permit(a, 'x'); return this.u.run(a, (tx) => planStore.lock(tx)); } }`,
      'libs/dues/src/plan/create-plan.ts':
        '/** @throws PLAN_RETIRED */\nclass CreatePlan { execute() {} }',
    },
  },
  'every-room-has-a-door': {
    bad: [['libs/dues/src/invoice/invoice.ts', '', 1]],
    good: [['libs/dues/src/index.ts', '']],
  },
  'every-room-has-a-page': {
    badTree: [
      { 'libs/dues/src/index.ts': '' },
      { 'libs/dues/src/index.ts': '', 'libs/dues/README.md': '# Dues\n'.repeat(25) },
    ],
    goodTree: [
      { 'libs/dues/src/index.ts': '', 'libs/dues/README.md': '# Dues\n'.repeat(24) },
      {
        'libs/tally/src/index.ts': '',
        'libs/tally/package.json': '{}',
        'libs/tally/README.md': '# Tally\n'.repeat(200),
      },
    ],
  },
  'exact-versions': {
    bad: [['package.json', '{"dependencies":{"pg":"^8.0.0"}}', 1]],
    good: [['package.json', '{"dependencies":{"pg":"8.0.0"}}']],
  },
  'folder-size': {
    badTree: Object.fromEntries(
      Array.from({ length: 16 }, (_, n) => [`libs/dues/src/plan/a${n}.ts`, '']),
    ),
    goodTree: {
      ...Object.fromEntries(
        Array.from({ length: 15 }, (_, n) => [`libs/dues/src/plan/a${n}.ts`, '']),
      ),
      'libs/dues/src/plan/a.spec.ts': '',
    },
  },
  'no-folder-circle': {
    badTree: [
      {
        'libs/dues/src/plan/plan.ts': `import type { Pledge } from '../pledge/pledge.js';`,
        'libs/dues/src/pledge/pledge.ts': `import { a } from '../scale/scale.js';`,
        'libs/dues/src/scale/scale.ts': `import { b } from '../plan/rounding.js';`,
      },
      // An app has folders like a room: those of a resolver, for instance, and what it is made of.
      {
        'apps/api/src/graphql/dues/plan.type.ts': `import { a } from '../expenses/a.type.js';`,
        'apps/api/src/graphql/expenses/b.type.ts': `import { b } from '../dues/plan.type.js';`,
      },
    ],
    goodTree: {
      'libs/dues/src/plan/plan.ts': `import type { Pledge } from '../pledge/pledge.js';`,
      'libs/dues/src/pledge/pledge.ts': `import { duesErrors } from '../dues.errors.js';`,
      'libs/dues/src/dues.module.ts': `import { Plan } from './plan/plan.js';`,
    },
  },
  'doors-are-used': {
    badTree: [
      {
        'libs/dues/src/index.ts': `export { Plans } from './plan/plans.js';`,
        'libs/dues/src/plan/plans.ts': `import { Plans } from '@rochdale/dues';`,
        'libs/dues/README.md': 'Not published, so `Plans` is promised to nobody.',
        'apps/api/src/a.ts': `import { Other } from '@rochdale/dues';`,
      },
      // A test of the whole, or of another room, keeps nothing in a door.
      {
        'libs/dues/src/index.ts': `export { planStore } from './plan/plan.store.js';`,
        'test/e2e/dues.e2e.spec.ts': `import { planStore } from '@rochdale/dues';`,
        'libs/partners/src/pool/pool.int.spec.ts': `import { planStore } from '@rochdale/dues';`,
      },
    ],
    goodTree: {
      'libs/dues/src/index.ts': `export { Plans } from './plan/plans.js';`,
      'libs/tally/src/index.ts': `export { writeBlt } from './formats/blt-writer.js';`,
      'libs/tally/package.json': '{}',
      'libs/tally/README.md': '`writeBlt` writes ranked ballots.',
      'apps/api/src/a.ts': `import { Plans as DuesPlans } from '@rochdale/dues';`,
      'libs/payouts/src/index.ts': `export { defineRail } from './rail/rail.js';`,
      'docs/how-to-add.md': `\nimport { defineRail } from '@rochdale/payouts';\n`,
    },
  },
  'columns-of-mappings': {
    badTree: {
      'libs/dues/src/invoice/invoice.entity.ts': `@Column({ name: 'due_on', type: 'date' })`,
      'libs/dues/src/invoice/invoice.store.ts': `import { sql } from '@rochdale/platform';
        sql('select f.seen_on as "seenOn" from facts f')`,
      'libs/platform/src/fact/fact.entity.ts': `@Column({ name: 'seen_on', type: 'date' })`,
    },
    goodTree: {
      'libs/dues/src/invoice/invoice.entity.ts': `@Column({ name: 'due_on', type: 'date' })`,
      'libs/dues/src/invoice/invoice.store.ts':
        'sql(`select max(due_on) as "dueOn", due_on as "until", seen_at as "seenAt" from x`)',
      // Expenses stand above dues, whose statements cannot ask for their mapping.
      'libs/expenses/src/expense/expense.entity.ts': `@Column({ name: 'seen_at', type: 'date' })`,
    },
  },
};

judgeFixtures('a project', projectRules, fixtures);

describe('what is pending', () => {
  const found = (path, times) =>
    Array.from({ length: times }, () => ({ path, line: 1, rule: 'one-verb', message: 'two' }));
  const pending = { 'one-verb': { 'a.ts': 2 } };

  it('is let be as often as the list says, and reported whole when there is more', () => {
    expect(beyond(pending, found('a.ts', 2))).toEqual([]);
    expect(beyond(pending, found('a.ts', 3))).toHaveLength(3);
    expect(beyond(pending, [...found('a.ts', 2), ...found('b.ts', 1)])).toHaveLength(1);
  });

  it('only shrinks: what was mended leaves the list, and nothing enters it', () => {
    expect(beyond(pending, found('a.ts', 1)).map(({ rule }) => rule)).toEqual(['pending-shrinks']);
    expect(lowered(pending, found('a.ts', 1))).toEqual({ 'one-verb': { 'a.ts': 1 } });
    expect(lowered(pending, [...found('a.ts', 3), ...found('b.ts', 1)])).toEqual(pending);
    expect(lowered(pending, [])).toEqual({});
  });
});
