import { exponentOrAssumed, formatMinor } from '@rochdale/bank-formats';
import type {
  BankAccount,
  BankFileEvent,
  Entry,
  StatementHead,
  StatementSummary,
} from '@rochdale/bank-formats';
import { plain } from './output.js';

interface Amount {
  readonly amountMinor: bigint;
  readonly exactAmount: string | null;
}

function money(amount: Amount, currency: string | null): string {
  return amount.exactAmount ?? formatMinor(amount.amountMinor, exponentOrAssumed(currency));
}

function minor(amountMinor: bigint | null, currency: string | null): string {
  return amountMinor === null ? 'not stated' : money({ amountMinor, exactAmount: null }, currency);
}

function accountText({ iban, other, bankCode, bic, name }: BankAccount): string {
  const number = iban ?? other ?? 'account not named';
  const bank = bic ?? (bankCode !== undefined && number.includes(bankCode) ? undefined : bankCode);
  return plain([number, bank, name].filter((part) => part !== undefined).join(', '));
}

function headLines(head: StatementHead): string[] {
  const days = [
    head.from === null ? null : `from ${head.from}`,
    head.to === null ? null : `to ${head.to}`,
  ];
  const number = head.sequence === null ? null : `no. ${head.sequence}`;
  const period = days.filter((one) => one !== null).join(' ');
  const about = [head.id, number, period === '' ? null : period, head.currency].filter(
    (part) => part !== null,
  );
  const pages = [
    head.page.continues ? 'continues a page before it' : null,
    head.page.goesOn ? 'goes on with another page' : null,
  ].filter((part) => part !== null);
  return [
    '',
    `Statement of ${accountText(head.account)}`,
    plain([...about, ...pages].join(' · ')),
    '',
    `  ${'booked'.padEnd(10)}  ${'value'.padEnd(10)}  ${'amount'.padStart(16)}      text`,
  ];
}

/** What a person looks for in an entry: who, and what for; else the bank's own words. */
function entryWords(entry: Entry): string {
  const references = entry.remittance.structured.flatMap(({ reference }) => reference ?? []);
  const words = [entry.counterparty?.name, ...entry.remittance.free, ...references];
  const said = words.filter((word) => word !== undefined && word !== null && word !== '');
  const text =
    said.length > 0 ? said.join(' · ') : (entry.information ?? entry.bankReference ?? '');
  return plain(text);
}

function clip(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text;
}

function entryLine(entry: Entry): string {
  const marks = [
    entry.status === 'BOOK' ? null : entry.status,
    entry.reversal ? 'reversal' : null,
    entry.details.length > 1 ? `${entry.details.length} transactions` : null,
  ].filter((mark) => mark !== null);
  const marked = marks.length === 0 ? '' : `[${plain(marks.join(', '))}] `;
  const amount = money(entry, entry.currency).padStart(16);
  const currency = (entry.currency ?? '').padEnd(3);
  const days = [entry.bookingDate, entry.valueDate].map((day) => (day ?? '').padEnd(10));
  return clip(`  ${days.join('  ')}  ${amount} ${currency}  ${marked}${entryWords(entry)}`, 120);
}

const balancedWords = {
  true: 'balanced: opening and booked entries make the closing balance',
  false: 'NOT BALANCED: opening and booked entries do not make the closing balance',
  null: 'no check of the balances is possible',
} as const;

function summaryLines(summary: StatementSummary): string[] {
  const { currency } = summary;
  const totals = summary.totals.map((total) => {
    const credit = minor(total.creditMinor, total.currency);
    const debit = minor(total.debitMinor, total.currency);
    const exact = total.exactNet === null ? '' : ` · exact net ${total.exactNet}`;
    const unit = total.currency ?? '';
    return `  ${total.entries} entries · credits ${credit} · debits ${debit} ${unit}${exact}`;
  });
  const opening = minor(summary.openingMinor, currency);
  const closing = minor(summary.closingMinor, currency);
  return [
    '',
    ...(totals.length === 0 ? ['  0 entries'] : totals),
    `  opening ${opening} · closing ${closing} ${currency ?? ''}`.trimEnd(),
    `  ${balancedWords[`${summary.balanced}`]}`,
  ];
}

/** The lines that an event adds to the table; warnings come together at its end. */
export class StatementTable {
  readonly #warnings: string[] = [];
  #statements = 0;
  #entries = 0;

  lines(event: BankFileEvent): string[] {
    switch (event.kind) {
      case 'file':
        return [`${event.format}${event.version === '' ? '' : ` ${plain(event.version)}`}`];
      case 'statement-start':
        this.#statements += 1;
        return headLines(event.head);
      case 'entry':
        this.#entries += 1;
        return [entryLine(event.entry)];
      case 'statement-end':
        return summaryLines(event.summary);
      case 'warning': {
        const { code, message, line } = event.warning;
        const place = line === null ? '' : ` (line ${line})`;
        this.#warnings.push(`  ${code}${place}: ${plain(message)}`);
        return [];
      }
      case 'message':
        return [];
    }
  }

  end(): string[] {
    const warnings = this.#warnings.length === 0 ? [] : ['', 'Warnings', ...this.#warnings];
    const counts = `${this.#statements} statements, ${this.#entries} entries`;
    return ['', counts, ...warnings];
  }
}
