import { describe, expect, it } from 'vitest';
import { fileRules, projectRules, tidy } from './tidy.mjs';
import { beyond, lowered } from './tidy/pending.mjs';

const repeat = (count, line) => Array.from({ length: count }, () => line).join('\n');
const method = (size) => `class A { m() {\n${repeat(size - 2, '  f();')}\n} }\n`;
const constructorOf = (size) =>
  `class A { constructor(${'abcdefgh'.slice(0, size).split('').join(', ')}) {} }\n`;

const catalogue = {
  'libs/dues/src/dues.errors.ts': `export const duesErrors = defineErrors('dues', {
  PLAN_NOT_FOUND: 'not_found',
  PLAN_RETIRED: 'conflict',
});`,
};
const refusingStore = `export const planStore = {
  lock(tx: Tx) { throw duesErrors.error('PLAN_RETIRED', 'No.'); } };`;

/** For each rule: what it must report (path, text, line), and the nearest it must let be. */
const fixtures = {
  'kebab-case': {
    bad: [['libs/dues/src/invoice/issueInvoice.ts', '', 1]],
    good: [
      ['libs/dues/src/invoice/issue-invoice.ts', ''],
      ['libs/dues/README.md', ''],
    ],
  },
  'known-suffix': {
    bad: [['libs/dues/src/invoice/invoice.service.ts', '', 1]],
    good: [
      ['libs/dues/src/invoice/invoice.int.spec.ts', ''],
      ['libs/banking/src/matching/line-matchers.alone.int.spec.ts', ''],
      ['apps/api/src/http/auth.controller.int.spec.ts', ''],
    ],
  },
  'telling-name': {
    bad: [
      ['libs/dues/src/invoice/date-utils.ts', '', 1],
      ['libs/dues/src/common/dates.ts', '', 1],
      ['libs/dues/src/invoice/base.ts', '', 1],
    ],
    good: [['libs/dues/src/invoice/base32.ts', '']],
  },
  'migration-name': {
    bad: [['migrations/20260101-invoices.ts', '', 1]],
    good: [['migrations/1795000000000-dues-create-invoices.ts', '']],
  },
  'file-size': {
    bad: [
      ['libs/dues/src/a.ts', repeat(301, 'f();'), 300],
      ['libs/dues/src/a.spec.ts', repeat(501, 'f();'), 500],
      ['migrations/1795000000000-dues-create-a.ts', repeat(601, 'f();'), 600],
    ],
    good: [
      ['libs/dues/src/a.ts', `${repeat(300, 'f();')}\n`],
      ['libs/dues/src/a.spec.ts', repeat(500, 'f();')],
    ],
  },
  'line-length': {
    bad: [['libs/dues/src/a.ts', `f();\n// ${'é'.repeat(98)}`, 2]],
    good: [
      ['libs/dues/src/a.ts', `// ${'é'.repeat(97)}`],
      ['libs/dues/src/a.ts', `import { A } from '../${'a'.repeat(100)}.js';`],
    ],
  },
  'nothing-postponed': {
    bad: [['libs/dues/src/a.ts', `f();\n// TO${'DO'}: later`, 2]],
    good: [['libs/dues/src/a.ts', 'const mastodon = 1;']],
  },
  'no-silencing': {
    bad: [
      ['libs/dues/src/a.ts', `// @ts-${'ignore'}\nf();`, 1],
      ['libs/dues/src/a.ts', `f(); // oxlint-${'disable'}-line`, 1],
    ],
    good: [['libs/dues/src/a.ts', '// disabled accounts']],
  },
  'every-test-runs': {
    bad: [
      ['libs/dues/src/a.spec.ts', `it.${'only'}('x', f);`, 1],
      ['libs/dues/src/a.spec.ts', `describe.${'skip'}('x', f);`, 1],
    ],
    good: [['libs/dues/src/a.spec.ts', `describe.skipIf(!redis)('x', f);`]],
  },
  'no-private-path': {
    bad: [['README.md', `see /${'home'}/ada/rochdale`, 1]],
    good: [['README.md', 'see docs/work/plan.md']],
  },
  'days-in-the-kernel': {
    bad: [
      ['libs/dues/src/plan/plan.ts', 'const month = day.getUTCMonth();', 1],
      ['libs/identity/src/token/token.ts', 'const ends = now + days * 86_400_000;', 1],
      ['apps/api/src/graphql/dues/plan.type.ts', 'return at.toISOString().slice(0, 10);', 1],
      ['apps/demo/src/year/calendar.ts', 'new Date(Date.UTC(2026, 1, 1));', 1],
    ],
    good: [
      ['libs/platform/src/kernel/day.ts', 'const dayMs = 86_400_000;'],
      ['libs/dues/src/plan/plan.spec.ts', 'new Date(Date.UTC(2026, 1, 1));'],
      ['libs/dues/src/plan/plan.ts', 'return at.toISOString();'],
    ],
  },
  'use-cases-open-transactions': {
    bad: [
      ['apps/api/src/graphql/dues/invoice.resolver.ts', 'this.unitOfWork.run(actor, f);', 1],
      ['libs/dues/src/invoice/invoice.store.ts', 'unitOfWork.run(actor, f);', 1],
    ],
    good: [['libs/dues/src/invoice/issue-invoice.ts', 'this.unitOfWork.run(actor, f);']],
  },
  'function-size': {
    bad: [
      ['libs/dues/src/a.ts', method(71), 1],
      ['libs/dues/src/a.ts', `const f = () => {\n${repeat(70, 'g();')}\n};`, 1],
      ['libs/dues/src/a.spec.ts', `it('x', () => {\n${repeat(70, 'g();')}\n});`, 1],
    ],
    good: [
      ['libs/dues/src/a.ts', method(70)],
      ['libs/dues/src/a.spec.ts', `describe('x', () => {\n${repeat(90, 'g();')}\n});`],
    ],
  },
  'constructor-size': {
    bad: [['libs/dues/src/a.ts', constructorOf(7), 1]],
    good: [['libs/dues/src/a.ts', constructorOf(6)]],
  },
  'named-exports': {
    bad: [['libs/dues/src/index.ts', `export * from './a.js';`, 1]],
    good: [['libs/dues/src/index.ts', `export { a } from './a.js';`]],
  },
  'one-clock': {
    bad: [
      ['libs/dues/src/a.ts', 'const a = Date.now();', 1],
      ['libs/dues/src/a.ts', 'const a = new Date();', 1],
      ['apps/api/src/a.ts', 'const a = Math.random();', 1],
    ],
    good: [
      ['libs/dues/src/a.ts', `const a = new Date('2026-01-01');`],
      ['libs/platform/src/kernel/clock.ts', 'const a = new Date();'],
      ['libs/dues/src/a.spec.ts', 'const a = Date.now();'],
      ['libs/dues/src/a.json', '{"a": 1}'],
    ],
  },
  'one-configuration': {
    bad: [['libs/dues/src/a.ts', `f(process.env['A']);`, 1]],
    good: [['apps/api/src/config.ts', `f(process.env['A']);`]],
  },
  'exact-money': {
    bad: [
      ['libs/dues/src/a.ts', `parseFloat('1.10');`, 1],
      ['apps/api/src/a.ts', 'amount.toFixed(2);', 1],
    ],
    good: [['tools/table.mjs', 'seconds.toFixed(2);']],
  },
  'stores-take-tx': {
    bad: [
      ['libs/dues/src/a.store.ts', 'class S { async find(id: string, tx: Tx) {} }', 1],
      ['libs/dues/src/a.store.ts', 'export async function find(id: string) {}', 1],
      // The shapes that the house writes: an exported object of functions, and exported arrows.
      ['libs/dues/src/a.store.ts', 'export const a = {\n  find: async (id: string) => id,\n};', 2],
      ['libs/dues/src/a.store.ts', 'export const a = {\n  async find(id: string) {},\n};', 2],
      [
        'libs/dues/src/a.store.ts',
        'export const a = {\n  find: (id: string, tx: Tx) => tx.one(find, [id]),\n};',
        2,
      ],
      ['libs/dues/src/a.store.ts', 'export const find = (id: string): Promise<A> => f(id);', 1],
    ],
    good: [
      ['libs/dues/src/a.store.ts', 'class S { async find(tx: Tx, id: string) {} #toRow(a: A) {} }'],
      ['libs/dues/src/a.store.ts', 'export function toRow(id: string): Row {}'],
      ['libs/dues/src/a.store.ts', 'export const a = { find: (tx: Tx) => tx.one(find, []) };'],
      ['libs/dues/src/a.store.ts', 'const a = { find: async (id: string) => id };'],
      ['libs/dues/src/a.store.ts', 'export const a = { find: (tx: Tx) => rows.map((r) => f(r)) };'],
    ],
  },
  'tests-use-the-client': {
    bad: [['test/e2e/dues.e2e.spec.ts', 'const a = await fetch(url);', 1]],
    good: [
      ['test/e2e/dues.e2e.spec.ts', 'const a = await client.get(path);'],
      ['libs/dues/src/fetch.ts', 'fetch(url);'],
    ],
  },
  'one-verb': {
    bad: [
      ['libs/dues/src/issue-invoice.ts', 'class I { execute() {} preview() {} }', 1],
      [
        'libs/dues/src/waivers.ts',
        '@Injectable()\nclass W { constructor(readonly u: UnitOfWork) {} ask() {} decide() {} }',
        1,
      ],
      ['libs/dues/src/a-waiver.ts', 'class A { execute() {} }\nclass B { execute() {} }', 2],
      [
        'libs/dues/src/a-waiver.ts',
        `@Injectable()
class AskWaiver { constructor(readonly unitOfWork: UnitOfWork) {} execute() {} }
@Injectable()
class DecideWaiver { constructor(readonly unitOfWork: UnitOfWork) {} decide() {} }`,
        3,
      ],
    ],
    good: [
      ['libs/dues/src/issue-invoice.ts', 'class I { execute() {} #number() {} }'],
      ['libs/dues/src/funds.ts', '@Injectable()\nclass F { open(tx: Tx) {} close(tx: Tx) {} }'],
      [
        'libs/dues/src/dues.queries.ts',
        '@Injectable()\nclass Q { constructor(readonly u: UnitOfWork) {} page() {} byIds() {} }',
      ],
    ],
  },
  'use-case-file': {
    bad: [['libs/dues/src/plan/create-plan.ts', 'class RetirePlan { execute() {} }', 1]],
    good: [
      ['libs/dues/src/plan/retire-plan.ts', 'class RetirePlan { execute() {} }'],
      ['libs/dues/src/plan/plan-prices.ts', 'class Prices { of(tx: Tx) {} }'],
    ],
  },
  'pure-by-default': {
    bad: [
      // A rule beside what speaks to the world.
      [
        'libs/dues/src/invoice/issue-invoice.ts',
        `import { s } from './invoice.store.js';
@Injectable()
class IssueInvoice { execute() {} }
function rest(due: bigint) { return s.paid() - due; }`,
        4,
      ],
      [
        'libs/dues/src/invoice/own-invoice.ts',
        'export const own = (tx: Tx) => f(tx);\nconst isLate = (due: Date) => due < tx.now;',
        2,
      ],
      [
        'libs/dues/src/invoice/invoices.ts',
        `class Invoices { find(tx: Tx) {} }
const zone = () => process.env.TZ;`,
        2,
      ],
      ['libs/dues/src/invoice/amount-due.ts', 'export const soon = () => setTimeout(f, 1);', 1],
      ['libs/dues/src/invoice/reference.ts', `import { Logger } from '@nestjs/common';`, 1],
      [
        'libs/dues/src/invoice/amount-due.ts',
        `import { invoiceStore } from './invoice.store.js';`,
        1,
      ],
      ['libs/dues/src/invoice/print-invoice.ts', `import { readFileSync } from 'node:fs';`, 1],
      ['libs/dues/src/dues.events.ts', `import { DataSource } from 'typeorm';`, 1],
    ],
    good: [
      ['libs/dues/src/invoice/reference.ts', `import { createHash } from 'node:crypto';`],
      [
        'libs/dues/src/invoice/amount-due.ts',
        `import type { InvoiceRow } from './invoice.store.js';`,
      ],
      [
        'libs/dues/src/invoice/own-invoice.ts',
        `import { s } from './invoice.store.js';\nexport const own = (tx: Tx) => s.find(tx);`,
      ],
      [
        'libs/dues/src/invoice/issue-invoice.ts',
        `import { Injectable } from '@nestjs/common';\n@Injectable()\nclass I { execute() {} }`,
      ],
      [
        'libs/dues/src/invoice/issue-invoice.ts',
        `import { s } from './invoice.store.js';
import { Injectable } from '@nestjs/common';
const find = sql('dues.find-invoice', \`select \${columnsOf(InvoiceEntity)} from dues.invoices\`);
@Injectable()
class IssueInvoice { execute() { return s.find(this.tx); } }
function rest(due: Due) { return due.process; }`,
      ],
      ['libs/dues/src/dues.module.ts', `import { Module } from '@nestjs/common';`],
    ],
  },
  'sql-is-named': {
    bad: [
      ['libs/dues/src/plan/plan.store.ts', `const a = sql('ledger.find-plan', 'select 1');`, 1],
      ['libs/dues/src/plan/plan.store.ts', `const a = sql('dues.plans', 'select 1');`, 1],
      ['libs/dues/src/plan/plan.store.ts', `const a = sql('dues.plan-by-id', 'select 1');`, 1],
    ],
    good: [['libs/dues/src/plan/plan.store.ts', `const a = sql('dues.find-plan', 'select 1');`]],
  },
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
  'repositories-in-the-transaction': {
    bad: [
      [
        'libs/dues/src/plans.ts',
        'class P { constructor(@InjectRepository(Plan) readonly r: R) {} }',
        1,
      ],
    ],
    good: [['libs/dues/src/plan.store.ts', 'tx.repository(PlanEntity);']],
  },
  'worlds-use-use-cases': {
    bad: [
      ['libs/dues/src/testing/dues-world.ts', 'f(`insert into membership.members values (1)`);', 1],
    ],
    good: [
      ['libs/dues/src/testing/dues-world.ts', 'await admitMember.execute(actor, input);'],
      ['libs/dues/src/dues.int.spec.ts', 'attack(`insert into dues.plans values (1)`);'],
    ],
  },
  'constraint-name': {
    bad: [
      [
        'migrations/1796000000000-dues-add-letters.ts',
        'alter table dues.plans add constraint plans_positive check (true)',
        1,
      ],
    ],
    good: [
      [
        'migrations/1796000000000-dues-add-letters.ts',
        'alter table dues.plans add constraint plans_positive_check check (true)',
      ],
      [
        'migrations/1796000000000-dues-add-letters.ts',
        'alter table dues.plans drop constraint plans_positive',
      ],
      ['migrations/1795000000000-dues-create-plans.ts', 'constraint plans_old check (true)'],
    ],
  },
  'every-room-has-a-door': {
    bad: [['libs/dues/src/invoice/invoice.ts', '', 1]],
    good: [['libs/dues/src/index.ts', '']],
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
    badTree: {
      'libs/dues/src/plan/plan.ts': `import type { Pledge } from '../pledge/pledge.js';`,
      'libs/dues/src/pledge/pledge.ts': `import { a } from '../scale/scale.js';`,
      'libs/dues/src/scale/scale.ts': `import { b } from '../plan/rounding.js';`,
    },
    goodTree: {
      'libs/dues/src/plan/plan.ts': `import type { Pledge } from '../pledge/pledge.js';`,
      'libs/dues/src/pledge/pledge.ts': `import { duesErrors } from '../dues.errors.js';`,
      'libs/dues/src/dues.module.ts': `import { Plan } from './plan/plan.js';`,
    },
  },
  'doors-are-used': {
    badTree: {
      'libs/dues/src/index.ts': `export { Plans } from './plan/plans.js';`,
      'libs/dues/src/plan/plans.ts': `import { Plans } from '@rochdale/dues';`,
      'libs/dues/README.md': 'Not published, so `Plans` is promised to nobody.',
      'apps/api/src/a.ts': `import { Other } from '@rochdale/dues';`,
    },
    goodTree: {
      'libs/dues/src/index.ts': `export { Plans } from './plan/plans.js';`,
      'libs/tally/src/index.ts': `export { writeBlt } from './formats/blt-writer.js';`,
      'libs/tally/package.json': '{}',
      'libs/tally/README.md': '`writeBlt` writes ranked ballots.',
      'apps/api/src/a.ts': `import { Plans as DuesPlans } from '@rochdale/dues';`,
    },
  },
  'columns-of-mappings': {
    badTree: {
      'libs/dues/src/invoice/invoice.entity.ts': `@Column({ name: 'due_on', type: 'date' })`,
      'libs/dues/src/invoice/invoice.store.ts': 'sql(`select id, i.due_on as "dueOn" from x i`)',
    },
    goodTree: {
      'libs/dues/src/invoice/invoice.entity.ts': `@Column({ name: 'due_on', type: 'date' })`,
      'libs/dues/src/invoice/invoice.store.ts':
        'sql(`select max(due_on) as "dueOn", due_on as "until", seen_at as "seenAt" from x`)',
    },
  },
};

const cases = (kind) =>
  Object.entries(fixtures).flatMap(([rule, fixture]) =>
    (fixture[kind] ?? []).map(([path, text, line]) => [rule, path, text, line]),
  );

const findingsOf = (rule, path, text) =>
  tidy([{ path, text }]).filter((finding) => finding.rule === rule);

const trees = (kind) =>
  Object.entries(fixtures).flatMap(([rule, fixture]) =>
    fixture[kind] === undefined ? [] : [[rule, fixture[kind]]],
  );

const treeFindings = (rule, tree) =>
  tidy(Object.entries(tree).map(([path, text]) => ({ path, text }))).filter(
    (finding) => finding.rule === rule,
  );

describe('tidy', () => {
  it('has a fixture for every rule, and a rule for every fixture', () => {
    const rules = [...fileRules, ...projectRules].map(({ name }) => name);
    expect(Object.keys(fixtures).toSorted()).toEqual(rules.toSorted());
  });

  it.each(cases('bad'))('%s reports %s', (rule, path, text, line) => {
    const [finding] = findingsOf(rule, path, text);
    expect(finding?.line).toBe(line);
    expect(finding?.message).toBeTruthy();
  });

  it.each(cases('good'))('%s lets %s be', (rule, path, text) => {
    expect(findingsOf(rule, path, text)).toEqual([]);
  });

  it.each(trees('badTree'))('%s reports a tree', (rule, tree) => {
    expect(treeFindings(rule, tree).length).toBeGreaterThan(0);
  });

  it.each(trees('goodTree'))('%s lets a tree be', (rule, tree) => {
    expect(treeFindings(rule, tree)).toEqual([]);
  });
});

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
