/** Rules about what a file may touch: what they must report, and the nearest they must let be. */
export const touching = {
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
