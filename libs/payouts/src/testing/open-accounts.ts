import { BankAccounts, RegisterBankAccount } from '@rochdale/banking';
import { Ledger } from '@rochdale/ledger';
import type { Actor, UnitOfWork } from '@rochdale/platform';
import { allRails } from '../rail/define-rail.js';
import { Rails } from '../rail/rails.js';
import { WaysToPay } from '../rail/ways-to-pay.js';
import { TestProvider } from './test-rails.js';

/** Accounts in some currencies, on a rail that carries everything, for the rooms above. */
export async function openAccounts(unitOfWork: UnitOfWork, system: Actor): Promise<WaysToPay> {
  const name = 'test-provider';
  const register = new RegisterBankAccount(unitOfWork, new Ledger(), { env: 'test' });
  for (const currency of ['EUR', 'GBP', 'USD', 'CHF']) {
    const account = { holderName: 'Our co-operative', label: currency, currency, rail: name };
    await register.execute(system, { ...account, accountNumber: `${currency}0000001` });
  }
  return waysBy(name);
}

/** Accounts on a rail of that name pay everything. */
export function waysBy(name: string): WaysToPay {
  const rail = allRails().get('test-provider');
  if (rail === undefined) throw new Error('the rails of tests are declared');
  const find = () => new TestProvider() as never;
  return new WaysToPay(
    new BankAccounts(),
    new Rails(find, { env: 'test' }, new Map([[name, rail]])),
  );
}
