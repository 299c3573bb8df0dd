type Files = Readonly<Record<string, string>>;

/** The least that breaks each rule, and breaks no other. */
export const canaries: Readonly<Record<string, Files>> = {
  'rooms-are-named': {
    'libs/gossip/src/index.ts': `import '@rochdale/platform';`,
    'libs/platform/src/index.ts': '',
  },
  'adapters-are-hidden': {
    'apps/api/src/main.ts': `import '@rochdale/rail-simulated';`,
    'libs/rail-simulated/src/index.ts': '',
  },
  'no-circular': {
    'libs/ledger/src/hold/hold.ts': `import './release.js';`,
    'libs/ledger/src/hold/release.ts': `import './hold.js';`,
  },
  'door-only': {
    'libs/dues/src/invoice/issue-invoice.ts': `import '../../../ledger/src/hold/hold.js';`,
    'libs/ledger/src/hold/hold.ts': '',
  },
  'room-tests-use-doors': {
    'libs/dues/src/dues.int.spec.ts': `import '../../ledger/src/hold/hold.js';`,
    'libs/ledger/src/hold/hold.ts': '',
  },
  'door-only-from-outside': {
    'apps/api/src/main.ts': `import '../../../libs/ledger/src/hold/hold.js';`,
    'libs/ledger/src/hold/hold.ts': '',
  },
  'tests-use-doors': {
    'test/e2e/hold.e2e.spec.ts': `import '../../libs/ledger/src/hold/hold.js';`,
    'libs/ledger/src/hold/hold.ts': '',
  },
  'schema-tools-see-mappings': {
    'migrations/entities.ts': `import '../libs/ledger/src/hold/hold.store.js';`,
    'libs/ledger/src/hold/hold.store.ts': '',
  },
  'rooms-know-no-app': {
    'libs/ledger/src/index.ts': `import '../../../apps/api/src/main.js';`,
    'apps/api/src/main.ts': '',
  },
  'apps-know-no-app': {
    'apps/worker/src/main.ts': `import '../../api/src/main.js';`,
    'apps/api/src/main.ts': '',
  },
  'rooms-know-no-graphql': { 'libs/ledger/src/index.ts': `import 'graphql';` },
  'worker-knows-no-graphql': { 'apps/worker/src/main.ts': `import 'graphql';` },
  'queue-is-hidden': { 'libs/dues/src/dues.jobs.ts': `import { Queue } from 'bullmq';` },
  'domain-is-pure': { 'libs/dues/src/invoice/invoice.ts': `import '@nestjs/common';` },
  'pure-rooms': { 'libs/tally/src/stv/count.ts': `import { readFile } from 'node:fs/promises';` },
  'entities-stay-home': {
    'libs/dues/src/invoice/invoice.entity.ts': `import { Member } from '@rochdale/membership';`,
    'libs/membership/src/index.ts': '',
  },
  'mappings-stay-inside': {
    'libs/dues/src/index.ts': `export { InvoiceEntity } from './invoice/invoice.entity.js';`,
    'libs/dues/src/invoice/invoice.entity.ts': '',
  },
  'database-driver-is-hidden': {
    'libs/dues/src/invoice/invoice.store.ts': `import { Pool } from 'pg';\nnew Pool();`,
  },
  'orm-is-for-mapping': {
    'libs/dues/src/invoice/issue-invoice.ts': `import { DataSource } from 'typeorm';`,
  },
  'repositories-come-from-the-transaction': {
    'libs/dues/src/plan/plan.store.ts': `import { InjectRepository } from '@nestjs/typeorm';`,
  },
  'migrations-stand-alone': {
    'migrations/1795000000000-dues-create-invoices.ts': `import '@rochdale/dues';`,
    'libs/dues/src/index.ts': '',
  },
  'tests-stay-out': {
    'libs/dues/src/invoice/issue-invoice.ts': `import '@rochdale/testing';`,
    'libs/testing/src/index.ts': '',
  },
  'ships-what-it-imports': { 'libs/dues/src/dues.module.ts': `import 'vitest';` },
  'everything-resolves': { 'libs/dues/src/dues.module.ts': `import 'not-installed-anywhere';` },
};

/**
 * Importing Vitest breaks two rules wherever it ships: it is a test's, and not a dependency. What
 * injects repositories is not even installed.
 */
export const companions: Readonly<Record<string, readonly string[]>> = {
  'repositories-come-from-the-transaction': ['everything-resolves'],
  'ships-what-it-imports': ['tests-stay-out'],
};

/** More ways to break a rule that once slipped through, or easily would. */
export const furtherCanaries: readonly (readonly [why: string, rule: string, files: Files])[] = [
  [
    'a source of money is hidden like a rail',
    'adapters-are-hidden',
    {
      'libs/dues/src/index.ts': `import '@rochdale/collect-tin';`,
      'libs/collect-tin/src/index.ts': '',
    },
  ],
  [
    'a use case may not reach for a mapping',
    'mappings-stay-inside',
    {
      'libs/dues/src/invoice/issue-invoice.ts': `import './invoice.entity.js';`,
      'libs/dues/src/invoice/invoice.entity.ts': '',
    },
  ],
  [
    'a relative path into a sibling is the same as its alias',
    'door-only',
    {
      'libs/dues/src/dues.module.ts': `import '../../ledger/src/account/account.js';`,
      'libs/ledger/src/account/account.ts': '',
    },
  ],
  [
    'a type-only import is knowledge too',
    'level-ledger',
    {
      'libs/ledger/src/index.ts': `import type { Invoice } from '@rochdale/dues';`,
      'libs/dues/src/index.ts': '',
    },
  ],
  [
    'a dynamic import is knowledge too',
    'level-ledger',
    {
      'libs/ledger/src/index.ts': `export const load = () => import('@rochdale/dues');`,
      'libs/dues/src/index.ts': '',
    },
  ],
  [
    'entities of one room that need each other crash the built output',
    'no-circular',
    {
      'libs/ledger/src/a/a.entity.ts': `import type { B } from '../b/b.entity.js';`,
      'libs/ledger/src/b/b.entity.ts': `import { A } from '../a/a.entity.js';`,
    },
  ],
  [
    'a domain file may not reach for its own store',
    'domain-is-pure',
    {
      'libs/dues/src/invoice/invoice.ts': `import './invoice.store.js';`,
      'libs/dues/src/invoice/invoice.store.ts': '',
    },
  ],
  [
    'the pure rooms know no framework',
    'pure-rooms',
    { 'libs/bank-formats/src/index.ts': `import '@nestjs/common';` },
  ],
  [
    'a spec is no dependency',
    'tests-stay-out',
    {
      'libs/dues/src/index.ts': `import './dues.spec.js';`,
      'libs/dues/src/dues.spec.ts': '',
    },
  ],
  [
    'the command line composes rooms, not the API',
    'worker-knows-no-graphql',
    { 'apps/cli/src/main.ts': `import '@nestjs/graphql';` },
  ],
  [
    'the demo opens a worker by the house, not by the app',
    'apps-know-no-app',
    {
      'apps/demo/src/year/demo-year.ts': `import '../../../worker/src/main.js';`,
      'apps/worker/src/main.ts': '',
    },
  ],
];

/** A tree that does everything the way the house says. */
export const uprightTree: Files = {
  'libs/platform/src/index.ts': `import { Pool } from 'pg';\nnew Pool();`,
  'libs/platform/src/jobs/queue.ts': `import 'bullmq';`,
  'libs/ledger/src/index.ts': `import '@rochdale/platform';\nimport './hold/hold.store.js';`,
  'libs/ledger/src/hold/hold.ts': `import type { Money } from '@rochdale/platform';`,
  'libs/ledger/src/hold/hold.entity.ts': `import { Entity } from 'typeorm';`,
  'libs/ledger/src/hold/hold.store.ts': `import 'typeorm';\nimport './hold.entity.js';`,
  'libs/ledger/src/hold/place-hold.ts': `import '@nestjs/common';\nimport './hold.js';`,
  'libs/ledger/src/hold/hold.spec.ts': `import 'vitest';\nimport '@rochdale/testing';`,
  'libs/treasury/src/index.ts': `import '@rochdale/ledger';`,
  'libs/testing/src/index.ts': `import 'vitest';`,
  'apps/api/src/main.ts': `import 'graphql';\nimport '@rochdale/treasury';`,
  'apps/worker/src/main.ts': `import '@rochdale/treasury';`,
  'apps/demo/src/year/demo-year.ts': `import '@rochdale/house';`,
  'migrations/1795000000000-ledger-create-holds.ts': `import type { Migration } from 'typeorm';`,
  'libs/ledger/src/ledger.room.ts': `import './hold/hold.entity.js';`,
  'libs/house/src/index.ts': `import '@rochdale/treasury';`,
  'migrations/entities.ts': `import '../libs/house/src/index.js';`,
  'test/e2e/hold.e2e.spec.ts': `import '../../libs/ledger/src/testing/books.js';`,
  'libs/ledger/src/testing/books.ts': `import '@rochdale/testing';`,
};
