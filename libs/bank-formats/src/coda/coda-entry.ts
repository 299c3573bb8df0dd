import { noFacts, proprietaryCode } from '../model/no-facts.js';
import { referencesIn } from '../reference/remittance.js';
import type { Decimal } from '../model/amount.js';
import type { MoneyReading } from '../model/statement-draft.js';
import type { WarningLog } from '../model/statement-sink.js';
import type { Counterparty, Entry, EntryDetail, TransactionFacts } from '../model/statement.js';
import { codaCounterAccount } from './coda-account.js';
import { codaAmount, codaDay } from './coda-values.js';

/** A movement (record 21) and every record that belongs to it, those of its details included. */
export interface CodaMovement {
  readonly record: string;
  readonly parts: string[];
  readonly line: number;
  readonly amount: Decimal;
}

function filled(text: string): string | null {
  const trimmed = text.trim();
  return trimmed === '' ? null : trimmed;
}

/** `+++123/4567/89012+++` of twelve digits. */
function belgianReference(text: string): string | null {
  const digits = /^\d{12}/.exec(text)?.[0];
  if (digits === undefined) return null;
  return `+++${digits.slice(0, 3)}/${digits.slice(3, 7)}/${digits.slice(7)}+++`;
}

interface Communication {
  readonly free: string | null;
  readonly reference: string | null;
  readonly mandateId: string | null;
  readonly creditorId: string | null;
  /** ISO's code of why a direct debit came back. */
  readonly returnReason: string | null;
}

/** Structured communications: 101 and 102 are references, 127 a SEPA direct debit. */
function communicationOf(record: string, rest: string): Communication {
  const text = record.slice(62, 115);
  const none = {
    free: null,
    reference: null,
    mandateId: null,
    creditorId: null,
    returnReason: null,
  };
  if (record.charAt(61) !== '1') return { ...none, free: filled(text + rest) };
  const [kind, body] = [text.slice(0, 3), text.slice(3) + rest];
  if (kind === '101' || kind === '102') return { ...none, reference: belgianReference(body) };
  if (kind !== '127') return { ...none, free: filled(body) };
  return {
    ...none,
    creditorId: filled(body.slice(9, 44)),
    mandateId: filled(body.slice(44, 79)),
    free: filled(body.slice(79, 141)),
    // Behind the type of what came back: rejected, returned, refunded, reversed or cancelled.
    returnReason: /[1-5]/.test(body.charAt(141)) ? filled(body.slice(142, 146)) : null,
  };
}

function counterpartyOf(parts: readonly string[]): Counterparty | null {
  const second = parts.find((part) => part.startsWith('22'));
  const third = parts.find((part) => part.startsWith('23'));
  const bic = filled(second?.slice(98, 109) ?? '');
  const account = codaCounterAccount(third?.slice(10, 47) ?? '');
  const name = filled(third?.slice(47, 82) ?? '');
  return name === null && account === null ? null : { name, account, bic };
}

/** What records 31 to 33 say: words of the bank, or, structured, name and address. */
function informationOf(parts: readonly string[]): string | null {
  const texts = parts.flatMap((part) => {
    if (part.startsWith('31')) return filled(part.slice(40, 113)) ?? [];
    if (part.startsWith('32')) return filled(part.slice(10, 115)) ?? [];
    return part.startsWith('33') ? (filled(part.slice(10, 100)) ?? []) : [];
  });
  return texts.length === 0 ? null : texts.join('\n');
}

function factsOf(record: string, parts: readonly string[]): TransactionFacts {
  const rest = parts.map((part) => {
    if (part.startsWith('22')) return part.slice(10, 63);
    return part.startsWith('23') ? part.slice(82, 125) : '';
  });
  const communication = communicationOf(record, rest.join(''));
  const { free, reference, mandateId, creditorId } = communication;
  const second = parts.find((part) => part.startsWith('22'));
  const structured =
    reference === null
      ? referencesIn(free ?? '')
      : [{ reference, kind: 'other' as const, type: 'OGM-VCS', additional: [] }];
  return {
    ...noFacts,
    bankReference: filled(record.slice(10, 31)),
    endToEndId: filled(second?.slice(63, 98) ?? ''),
    transactionCode: proprietaryCode(record.slice(53, 61), 'Febelfin'),
    counterparty: counterpartyOf(parts),
    remittance: { structured, free: free === null ? [] : [free.replaceAll(/\s+/g, ' ')] },
    mandateId,
    creditorId,
    returnReason: filled(second?.slice(113, 117) ?? '') ?? communication.returnReason,
    information: informationOf(parts),
  };
}

interface Details {
  readonly own: readonly string[];
  readonly details: readonly { readonly record: string; readonly parts: readonly string[] }[];
}

/** Cuts the records of a movement at those of its details. */
function cut(parts: readonly string[]): Details {
  const own: string[] = [];
  const details: { record: string; parts: string[] }[] = [];
  for (const part of parts) {
    if (part.startsWith('21')) details.push({ record: part, parts: [] });
    else (details.at(-1)?.parts ?? own).push(part);
  }
  return { own, details };
}

/** A movement as an entry; what a total consists of are its details. */
export function codaEntry(
  movement: CodaMovement,
  currency: string | null,
  money: MoneyReading,
  log: WarningLog,
): Entry {
  const { record, line } = movement;
  const { own, details } = cut(movement.parts);
  const bookingDate = codaDay(record.slice(115, 121));
  const valueDate = codaDay(record.slice(47, 53));
  if (bookingDate === null && valueDate === null) {
    log.warn('date-unreadable', 'a movement has neither entry nor value date', line);
  }
  return {
    ...factsOf(record, own),
    ...money.minor(movement.amount, currency, line),
    bookingDate: bookingDate ?? valueDate,
    valueDate,
    currency,
    status: 'BOOK',
    reversal: false,
    batchCount: null,
    line,
    details: details.map((one): EntryDetail => {
      return {
        ...factsOf(one.record, one.parts),
        ...money.minor(codaAmount(one.record, 31, line), currency, line),
        currency,
        parties: [],
        agents: [],
      };
    }),
  };
}
