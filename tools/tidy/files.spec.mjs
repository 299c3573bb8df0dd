import { fileRules } from '../tidy.mjs';
import { judgeFixtures } from './judge-fixtures.mjs';

const repeat = (count, line) => Array.from({ length: count }, () => line).join('\n');
const method = (size) => `class A { m() {\n${repeat(size - 2, '  f();')}\n} }\n`;
const constructorOf = (size) =>
  `class A { constructor(${'abcdefgh'.slice(0, size).split('').join(', ')}) {} }\n`;

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
      ['libs/dues/src/plan/plan.ts', 'const month = day.getMonth();', 1],
      ['libs/dues/src/plan/plan.ts', `return at.toISOString().split('T')[0];`, 1],
      ['libs/dues/src/plan/plan.ts', 'return at.toISOString().substring(0, 10);', 1],
      ['libs/dues/src/plan/plan.ts', 'const ends = now + days * 1000 * 60 * 60 * 24;', 1],
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
      [
        'apps/api/src/graphql/dues/invoice.resolver.ts',
        'class R { constructor(readonly work: UnitOfWork) {}\n  pay() { this.work.run(a, f); } }',
        2,
      ],
      ['apps/cli/src/commands/pay.ts', 'app.get(UnitOfWork).run(actor, f);', 1],
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
      ['libs/dues/src/a.ts', 'const a = performance.timeOrigin + performance.now();', 1],
      ['libs/dues/src/a.ts', 'const a = Temporal.Now.instant();', 1],
      ['libs/dues/src/a.ts', 'const a = Date();', 1],
      ['libs/dues/src/a.ts', 'const a = new SystemClock().now();', 1],
    ],
    good: [
      ['libs/dues/src/a.ts', 'const took = performance.now() - before;'],
      ['apps/demo/src/a.ts', 'const a = new SystemClock().now();'],
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
      ['libs/dues/src/a.ts', 'const f = (feeMinor: bigint) => Number(feeMinor) / 100;', 1],
      ['libs/dues/src/a.ts', 'const f = (due: Due) => Math.round(due.amountMinor * 0.19);', 1],
      ['libs/dues/src/a.ts', 'interface Due {\n  readonly amountMinor: number;\n}', 2],
    ],
    good: [
      ['libs/dues/src/a.ts', 'const f = (nth: bigint, amountMinor: bigint) => Number(nth);'],
      ['tools/table.mjs', 'seconds.toFixed(2);'],
    ],
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
      // Exported further down, under another name, or as the only thing that there is.
      ['libs/dues/src/a.store.ts', 'const a = { async find(id: string) {} };\nexport { a };', 1],
      ['libs/dues/src/a.store.ts', 'async function f(id: string) {}\nexport { f as find };', 1],
      ['libs/dues/src/a.store.ts', 'export default { async find(id: string) {} };', 1],
    ],
    good: [
      ['libs/dues/src/a.store.ts', 'class S { async find(tx: Tx, id: string) {} #toRow(a: A) {} }'],
      ['libs/dues/src/a.store.ts', 'export function toRow(id: string): Row {}'],
      ['libs/dues/src/a.store.ts', 'export const a = { find: (tx: Tx) => tx.one(find, []) };'],
      ['libs/dues/src/a.store.ts', 'const a = { find: async (id: string) => id };'],
      ['libs/dues/src/a.store.ts', 'export const a = { find: (tx: Tx) => rows.map((r) => f(r)) };'],
    ],
  },
  'queries-take-tx': {
    bad: [
      ['libs/dues/src/dues.queries.ts', 'class Q { async find(id: string, tx: Tx) {} }', 1],
      ['libs/dues/src/dues.queries.ts', 'class Q {\n  page(): Promise<A> { return f(); }\n}', 2],
    ],
    good: [
      ['libs/dues/src/dues.queries.ts', 'class Q { async find(tx: Tx, id: string) {} }'],
      ['libs/dues/src/dues.queries.ts', 'class Q { columns(): string { return all; } }'],
    ],
  },
  'tests-use-the-client': {
    bad: [
      ['test/e2e/dues.e2e.spec.ts', 'const a = await fetch(url);', 1],
      ['test/e2e/dues.e2e.spec.ts', 'const a = await globalThis.fetch(url);', 1],
      ['test/e2e/money-world.ts', 'const ask = fetch;', 1],
      ['test/e2e/dues.e2e.spec.ts', `import request from 'supertest';`, 1],
      ['test/e2e/dues.e2e.spec.ts', `import { WebSocket } from 'ws';`, 1],
      ['test/scenarios/year.spec.ts', `import { request } from 'node:http';`, 1],
      ['test/scenarios/year.spec.ts', `import * as http from 'node:http';`, 1],
      ['apps/api/src/http/dues/dues.int.spec.ts', 'const a = await fetch(url);', 1],
      ['libs/dues/src/testing/dues-world.ts', 'const a = await fetch(url);', 1],
    ],
    good: [
      ['test/e2e/dues.e2e.spec.ts', 'const a = await client.get(path);'],
      ['test/e2e/dues.e2e.spec.ts', 'const a = await repository.fetch({ fetch: 1 });'],
      ['libs/webhooks/src/testing/receiver.ts', `import { createServer } from 'node:http';`],
      ['libs/testing/src/client/api-client.ts', `import supertest from 'supertest';`],
      ['libs/dues/src/fetch.ts', 'fetch(url);'],
    ],
  },
  'one-verb': {
    bad: [
      ['libs/dues/src/issue-invoice.ts', 'class I { execute() {} preview() {} }', 1],
      ['libs/dues/src/issue-invoice.ts', 'class I { execute() {} preview = () => f(); }', 1],
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
      ['libs/dues/src/issue-invoice.ts', 'class I { execute() {} #next = () => 1; at = 1; }'],
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
      ['libs/dues/src/invoice/amount-due.ts', 'const ask = () => globalThis.fetch(url);', 1],
      // Whatever it is called, and wherever it stands.
      ['libs/dues/src/invoice/amount-due.ts', 'const due = (id: Id, work: Tx) => f(id);', 1],
      ['libs/dues/src/invoice/reference.ts', `import { Logger } from '@nestjs/common';`, 1],
      [
        'libs/dues/src/invoice/amount-due.ts',
        `import { invoiceStore } from './invoice.store.js';`,
        1,
      ],
      ['libs/dues/src/invoice/print-invoice.ts', `import { readFileSync } from 'node:fs';`, 1],
      ['libs/dues/src/dues.events.ts', `import { DataSource } from 'typeorm';`, 1],
      ['libs/platform/src/kernel/money.ts', `import { readFileSync } from 'node:fs';`, 1],
    ],
    good: [
      ['libs/platform/src/files/file-store.ts', `import { readFileSync } from 'node:fs';`],
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
      ['libs/dues/src/testing/dues-world.ts', 'f(`insert\n  into membership.members`);', 1],
      ['libs/dues/src/testing/dues-world.ts', `f();\nf('update membership.members set a = 1');`, 2],
      ['libs/dues/src/testing/dues-world.ts', `f('delete from membership.members');`, 1],
      ['libs/dues/src/testing/dues-world.ts', 'tx.repository(MemberEntity).insert(one);', 1],
    ],
    good: [
      ['libs/platform/src/testing/worker-of.ts', `f('delete from platform.jobs');`],
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
};

judgeFixtures('a file', fileRules, fixtures);
