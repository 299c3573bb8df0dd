import { onNormalSide, readTrialBalance } from '@rochdale/ledger';
import { defineReport } from '@rochdale/platform';

const words = { kind: 'text' } as const;
const amount = { kind: 'money' } as const;

/** All accounts with their debits and credits; the debits of a currency sum to its credits. */
export const trialBalance = defineReport({
  name: 'treasury.trial-balance',
  description: 'The trial balance: every account with the sums of its debits and credits.',
  permission: 'treasury.read-reports',
  params: {
    before: { kind: 'instant', description: 'What took effect before this moment; else all.' },
  },
  columns: {
    code: { ...words, description: 'The account: `bank`, `expense:hosting`.' },
    name: { ...words, description: 'Its name in words.' },
    kind: { ...words, description: 'ASSET, LIABILITY, EQUITY, INCOME or EXPENSE.' },
    debit: { ...amount, description: 'The sum of its debits.' },
    credit: { ...amount, description: 'The sum of its credits.' },
    balance: { ...amount, description: 'Its balance, on its own side.' },
  },
  rows: async (tx, { before }) => {
    const accounts = await readTrialBalance(tx, before);
    return accounts.map(({ code, name, kind, currency, ...sums }) => {
      const money = (minor: bigint) => ({ minor, currency });
      const { debitMinor, creditMinor, balanceMinor } = sums;
      return {
        code,
        name,
        kind: kind.toUpperCase(),
        debit: money(debitMinor),
        credit: money(creditMinor),
        balance: money(onNormalSide(kind, balanceMinor)),
      };
    });
  },
});
