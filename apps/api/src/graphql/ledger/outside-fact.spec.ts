import { randomUUID } from 'node:crypto';
import { newId, toGlobalId } from '@rochdale/platform';
import { describe, expect, it } from 'vitest';
import { toldOutsideFact } from './outside-fact.js';

const [line, account, payout] = [newId(), newId(), newId()];
const told = {
  line: `bank-line:${toGlobalId('BankLine', line)}`,
  account: `bank-account:${toGlobalId('BankAccount', account)}`,
  payout: toGlobalId('Payout', payout),
};

describe('what stands behind a transaction', () => {
  it.each([
    [`bank-line:${line}`, told.line],
    [`bank-line:${line}:2`, `${told.line}:2`],
    [`bank-account:${account}:separated`, `${told.account}:separated`],
    [
      `bank-account:${account}:back:bank-line:${line}:undo`,
      `${told.account}:back:${told.line}:undo`,
    ],
    [`simulated:sim-${payout}:return`, `simulated:sim-${told.payout}:return`],
    [`simulated:sim-${payout.replaceAll('-', '')}`, `simulated:sim-${told.payout}`],
  ])('is told with ids by which one asks: %s', (fact, asTold) => {
    expect(toldOutsideFact(fact)).toBe(asTold);
  });

  it.each([
    'stripe:txn_1MiN3g',
    'provider:6f9619ff-8b86-4011-b42d-00c04fc964ff',
    'bank:5:undo',
    `simulated:sim-${randomUUID().replaceAll('-', '')}`,
  ])('stays where it is a name by chance, or a provider’s own: %s', (fact) => {
    expect(toldOutsideFact(fact)).toBe(fact);
  });
});
