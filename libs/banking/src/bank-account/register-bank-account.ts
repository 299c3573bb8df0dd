import { Injectable } from '@nestjs/common';
import { electronicFormatIBAN, isValidIBAN } from 'ibantools';
import { isBic } from '@rochdale/bank-formats';
import { Ledger } from '@rochdale/ledger';
import { currencyExponent, newId, permit, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { paymentsErrors } from '../payments.errors.js';
import { transferRefusal } from '../rail/credit-transfer.js';
import { bankAccountStore } from './bank-account.store.js';
import type { BankAccountRow, Rail } from './bank-account.store.js';

export interface RegisterBankAccountInput {
  /** What members call it: `Main account`. */
  readonly label: string;
  /** Who the bank says owns it: the co-operative's legal name. */
  readonly holderName: string;
  /** IBAN, or BSB and number without spaces. */
  readonly accountNumber: string;
  readonly bic?: string | null;
  readonly currency: string;
  readonly rail: Rail;
}

/** The number as the books keep it: no spaces or dashes, capitals. */
export function plainAccountNumber(text: string): string {
  return text.replace(/[\s-]/g, '').toUpperCase();
}

function invalid(message: string, field: string): Error {
  return paymentsErrors.error('INVALID_BANK_ACCOUNT', message, { path: [field] });
}

/** Every file names the account: one that no file can name would hold up all payouts from it. */
function checkFilesWritable(account: {
  holderName: string;
  accountNumber: string;
  bic: string | null;
}): void {
  const payment = {
    endToEndId: 'TRIAL',
    amountMinor: 1n,
    currency: 'EUR',
    creditor: { name: 'Trial' },
    creditorIban: account.accountNumber,
  };
  const refusal = transferRefusal(account, payment);
  if (refusal !== null) throw invalid(`A SEPA file cannot name it: ${refusal}`, 'rail');
}

function checkInput(input: RegisterBankAccountInput, accountNumber: string): void {
  currencyExponent(input.currency);
  if (input.label.trim() === '' || input.label.length > 100) {
    throw invalid('A label has 1 to 100 characters.', 'label');
  }
  if (input.holderName.trim() === '' || input.holderName.length > 70) {
    throw invalid('The holder’s name has 1 to 70 characters.', 'holderName');
  }
  const isIban = /^[A-Z]{2}\d{2}/.test(accountNumber);
  const isKnown = isIban
    ? isValidIBAN(electronicFormatIBAN(accountNumber) ?? '')
    : /^[A-Z0-9]{5,34}$/.test(accountNumber);
  if (!isKnown) throw invalid('This is not an account number.', 'accountNumber');
  if (input.rail === 'sepa-file' && (!isIban || input.currency !== 'EUR')) {
    throw invalid('SEPA files need an IBAN and euros.', 'rail');
  }
  const bic = input.bic ?? null;
  if (bic !== null && !isBic(bic)) throw invalid('This is no BIC.', 'bic');
  if (input.rail === 'sepa-file') checkFilesWritable({ ...input, accountNumber, bic });
}

/** Registers an account that the co-operative has at a bank, with its account in the books. */
@Injectable()
export class RegisterBankAccount {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: Ledger,
  ) {}

  /** @throws CodedError FORBIDDEN, INVALID_BANK_ACCOUNT, INVALID_CURRENCY, BANK_ACCOUNT_TAKEN */
  async execute(actor: Actor, input: RegisterBankAccountInput): Promise<BankAccountRow> {
    permit(actor, 'bank-account.register');
    const accountNumber = plainAccountNumber(input.accountNumber);
    checkInput(input, accountNumber);
    return this.unitOfWork.run(actor, async (tx) => {
      const others = await bankAccountStore.all(tx);
      const isFirst = others.every(({ currency }) => currency !== input.currency);
      const ledgerAccount = await this.ledger.openAccount(tx, {
        code: isFirst ? 'bank' : `bank:${others.length + 1}`,
        name: isFirst ? 'Bank' : `Bank: ${input.label.trim()}`,
        kind: 'asset',
        currency: input.currency,
        floorMinor: 0n,
      });
      const account = await bankAccountStore.insert(tx, {
        id: newId(),
        label: input.label.trim(),
        holderName: input.holderName.trim(),
        accountNumber,
        bic: input.bic ?? null,
        currency: input.currency,
        rail: input.rail,
        ledgerAccountId: ledgerAccount.id,
      });
      if (account !== null) return account;
      throw paymentsErrors.error('BANK_ACCOUNT_TAKEN', 'This number or label is registered.');
    });
  }
}
