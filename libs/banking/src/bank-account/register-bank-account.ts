import { Inject, Injectable } from '@nestjs/common';
import { Ledger } from '@rochdale/ledger';
import { CONFIG, currencyExponent, newId, permit, UnitOfWork } from '@rochdale/platform';
import type { Actor, Config } from '@rochdale/platform';
import { bankingErrors } from '../banking.errors.js';
import { checkedAccount } from './bank-account.js';
import type { AccountAtBank } from './bank-account.js';
import { freeBankCode } from './free-bank-code.js';
import { bankAccountStore } from './bank-account.store.js';
import type { BankAccountRow } from './bank-account.store.js';
import { railNamed } from './rail-name.js';

export interface RegisterBankAccountInput {
  /** What members call it: `Main account`. */
  readonly label: string;
  /** Who the bank says owns it: the co-operative's legal name. */
  readonly holderName: string;
  /** IBAN, or BSB and number without spaces. */
  readonly accountNumber: string;
  readonly bic?: string | null;
  readonly currency: string;
  /** The name of a registered rail: how money leaves the account. */
  readonly rail: string;
}

function invalid(message: string, field: string): Error {
  return bankingErrors.error('INVALID_BANK_ACCOUNT', message, { path: [field] });
}

function checked(input: RegisterBankAccountInput, inProduction: boolean): AccountAtBank {
  currencyExponent(input.currency);
  if (input.label.trim() === '' || input.label.length > 100) {
    throw invalid('A label has 1 to 100 characters.', 'label');
  }
  const account = checkedAccount(input);
  const rail = railNamed(input.rail);
  if (rail === null || (rail.pretends === true && inProduction)) {
    throw invalid('There is no such rail.', 'rail');
  }
  const refusal = rail.accountRefusal({ ...account, currency: input.currency });
  if (refusal !== null) throw invalid(refusal, 'rail');
  return account;
}

/** Registers an account that the co-operative has at a bank, with its account in the books. */
@Injectable()
export class RegisterBankAccount {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: Ledger,
    @Inject(CONFIG) private readonly config: Pick<Config, 'env'>,
  ) {}

  /** @throws CodedError FORBIDDEN, INVALID_BANK_ACCOUNT, INVALID_CURRENCY, BANK_ACCOUNT_TAKEN */
  async execute(actor: Actor, input: RegisterBankAccountInput): Promise<BankAccountRow> {
    permit(actor, 'bank-account.register');
    const account = checked(input, this.config.env === 'production');
    return this.unitOfWork.run(actor, async (tx) => {
      await bankAccountStore.lockRegister(tx);
      const others = await bankAccountStore.all(tx);
      const isFirst = others.every(({ currency }) => currency !== input.currency);
      const ledgerAccount = await this.ledger.openAccount(tx, {
        code: isFirst
          ? 'bank'
          : await freeBankCode(tx, this.ledger, input.currency, others.length + 1),
        name: isFirst ? 'Bank' : `Bank: ${input.label.trim()}`,
        kind: 'asset',
        currency: input.currency,
        floorMinor: 0n,
      });
      const registered = await bankAccountStore.insert(tx, {
        ...account,
        id: newId(),
        label: input.label.trim(),
        currency: input.currency,
        rail: input.rail,
        ledgerAccountId: ledgerAccount.id,
      });
      if (registered !== null) return registered;
      const isLabel = others.some(({ label }) => label === input.label.trim());
      throw isLabel
        ? bankingErrors.error('BANK_ACCOUNT_TAKEN', 'This label is registered.', {
            path: ['label'],
          })
        : bankingErrors.error('BANK_ACCOUNT_TAKEN', 'This number is registered.', {
            path: ['accountNumber'],
          });
    });
  }
}
