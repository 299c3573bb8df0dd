import { fileRules } from '../tidy.mjs';
import { judgeFixtures } from './judge-fixtures.mjs';
import { touching } from './touching.fixtures.mjs';

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
      ['libs/governance/src/builder/rule-fields.alone.spec.ts', ''],
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
};

judgeFixtures('a file', fileRules, { ...fixtures, ...touching });
