import { BankFormatError, sepaCharacters, writePain001, writeText } from '@rochdale/bank-formats';
import type { CreditTransfer, CreditTransferOrder } from '@rochdale/bank-formats';
import { looksLikeIban } from '@rochdale/banking';
import type { AccountAtBank } from '@rochdale/banking';
import type { FileOrder, TransferTerms } from '@rochdale/payouts';

const memoMaxLength = 140;

/**
 * What the payee reads, in the characters that every bank takes. The memo is ours to word, so what
 * the format cannot carry is left out of it: it never keeps money from going.
 */
export function remittanceText(memo: string, fallback: string): string {
  const written = Array.from(memo.normalize('NFC'), writtenOrBlank).join('');
  const text = written.replaceAll(/ +/g, ' ').trim().slice(0, memoMaxLength).trim();
  return text === '' ? fallback : text;
}

function writtenOrBlank(character: string): string {
  if (/\s/.test(character)) return ' ';
  try {
    return writeText('memo', character, sepaCharacters, 'transliterate');
  } catch (error) {
    if (error instanceof BankFormatError) return ' ';
    throw error;
  }
}

/** One transfer of the message, under our key. */
export function creditTransferOf(terms: TransferTerms, payee: AccountAtBank): CreditTransfer {
  const { key, amountMinor, currency, memo } = terms;
  return {
    endToEndId: key,
    amountMinor,
    currency,
    creditor: { name: payee.holderName },
    creditorIban: payee.accountNumber,
    ...(payee.bic === null ? {} : { creditorBic: payee.bic }),
    remittance: { text: remittanceText(memo, key) },
  };
}

/** The message: everything in it comes from the order, so that writing it again gives its bytes. */
export function creditTransferOrder(
  file: Pick<FileOrder, 'messageId' | 'orderedAt' | 'orderedOn'>,
  account: AccountAtBank,
  payments: readonly CreditTransfer[],
): CreditTransferOrder {
  const createdAt = file.orderedAt.toISOString().slice(0, 19);
  const { messageId } = file;
  return {
    messageId,
    createdAt: `${createdAt}Z`,
    initiatingParty: { name: account.holderName },
    batches: [
      {
        id: messageId,
        debtor: { name: account.holderName },
        debtorIban: account.accountNumber,
        ...(account.bic === null ? {} : { debtorBic: account.bic }),
        // Of a day that is over where the bank is, some refuse the whole file.
        executionDate: file.orderedOn,
        // One debit each: a line of the statement then names its payout. Not every bank follows.
        batchBooking: false,
        payments,
      },
    ],
  };
}

/** Writes the message that the bank gets. @throws BankFormatError naming the refused field */
export function writeCreditTransfers(order: CreditTransferOrder): Uint8Array {
  return writePain001(order, { version: 'pain.001.001.09' });
}

const trial = {
  messageId: '0'.repeat(32),
  orderedAt: new Date('2026-01-01T00:00:00Z'),
  orderedOn: '2026-01-01',
};

/**
 * Why a payment file could not carry this transfer from this account, in the writer's own words;
 * null when it can. Asked before money is reserved, so that one payee never holds up a file.
 */
export function transferRefusal(account: AccountAtBank, transfer: CreditTransfer): string | null {
  try {
    writeCreditTransfers(creditTransferOrder(trial, account, [transfer]));
    return null;
  } catch (error) {
    if (error instanceof BankFormatError) return error.message;
    throw error;
  }
}

/**
 * Why no file could name this account as the one that pays: one that no file can name would hold up
 * all payouts from it. Null when files can.
 */
export function accountRefusal(
  account: AccountAtBank & { readonly currency: string },
): string | null {
  if (!looksLikeIban(account.accountNumber) || account.currency !== 'EUR') {
    return 'SEPA files need an IBAN and euros.';
  }
  const refusal = transferRefusal(account, {
    endToEndId: 'TRIAL',
    amountMinor: 1n,
    currency: 'EUR',
    creditor: { name: 'Trial' },
    creditorIban: account.accountNumber,
  });
  return refusal === null ? null : `A SEPA file cannot name it: ${refusal}`;
}
