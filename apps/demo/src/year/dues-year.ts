import { ChoosePledge, CreatePlan, DuesQueries } from '@rochdale/dues';
import type { InvoiceRow } from '@rochdale/dues';
import { AssignBankLine, StatementQueries } from '@rochdale/banking';
import { PayoutQueries } from '@rochdale/payouts';
import type { BankLineView } from '@rochdale/banking';
import type { PayoutRow } from '@rochdale/payouts';
import type { ChartKey } from '@rochdale/treasury';
import type { DemoBank } from './bank.js';
import { ibanOf } from './bank.js';
import { daysLater } from '@rochdale/platform';
import type { Month } from './calendar.js';
import type { CamtLine } from '../papers/camt-statement.js';
import type { DemoWorld } from './demo-world.js';
import { demoCooperative } from './demo-world.js';
import { demoIban } from '../papers/iban.js';
import { officers, people } from './people.js';
import type { DemoPerson } from './people.js';

/** What the treasurer knows a line without a reference to be, by who is on the other side. */
const explanations: Readonly<Record<string, readonly [ChartKey, string]>> = {
  'Millpond Founders': ['opening-balance', 'What the founders put together'],
  'Bank of the Weir': ['bank-fees', 'Account fee'],
  'Friends of the Weir': ['donation-income', 'A gift'],
};

/** Which month of the demo's year it is, from 0. */
export interface DemoMonth extends Month {
  readonly index: number;
  /** Until when the statement tells: the month's last day, or today. */
  readonly until: Date;
}

/** Offers a sliding scale, and every member chooses on it. */
export async function pledgeAll(world: DemoWorld): Promise<void> {
  const treasurer = await world.as(officers.treasurer);
  const plan = await world.get(CreatePlan).execute(treasurer, {
    key: 'sliding-monthly',
    name: 'Monthly dues, as much as you can',
    currency: demoCooperative.currency,
    minimumMinor: 300n,
    suggestedMinor: 1000n,
    maximumMinor: 5000n,
    months: 1,
  });
  for (const person of people) {
    await world.get(ChoosePledge).execute(await world.as(person.key), {
      planId: plan.id,
      amountMinor: person.pledgeMinor,
    });
  }
}

async function openInvoices(world: DemoWorld): Promise<InvoiceRow[]> {
  const treasurer = await world.as(officers.treasurer);
  return world.read(treasurer, async (tx) => {
    const page = await world.get(DuesQueries).invoices(tx, { first: 100 }, { state: 'open' });
    return [...page.rows];
  });
}

function amountPaid(person: DemoPerson, invoice: InvoiceRow, month: DemoMonth): bigint | null {
  const owed = invoice.amountMinor - invoice.paidMinor;
  if (person.pays === 'stops' && month.index >= 6) return null;
  return person.pays === 'overpays-once' && month.index === 4 ? owed + 1000n : owed;
}

function paymentOf(
  person: DemoPerson,
  place: number,
  invoice: InvoiceRow,
  month: DemoMonth,
  isKnown: boolean,
): CamtLine[] {
  const amountMinor = amountPaid(person, invoice, month);
  const usual = daysLater(month.firstDay, 3 + (place % 14));
  const earliest = daysLater(invoice.issuedAt, 1);
  const bookedOn = usual > earliest ? usual : earliest;
  if (amountMinor === null || bookedOn > month.until) return [];
  // An account is known by what it paid for before: the first time it has to be said.
  const isTold = person.pays !== 'by-account' || !isKnown;
  return [
    {
      bookedOn,
      amountMinor,
      counterpartyName: person.name,
      counterpartyIban: ibanOf(person.key),
      reference: isTold && place % 3 !== 0 ? invoice.reference : null,
      text: isTold ? `Dues ${invoice.reference}` : 'Dues, thank you',
      endToEndId: null,
    },
  ];
}

function line(
  bookedOn: Date,
  amountMinor: bigint,
  counterpartyName: string,
  text: string,
): CamtLine {
  const counterpartyIban = demoIban(500 + counterpartyName.length);
  const rest = { reference: null, endToEndId: null };
  return { bookedOn, amountMinor, counterpartyName, counterpartyIban, text, ...rest };
}

/** What else happens on the account: fees, gifts, and lines that nobody can explain yet. */
function otherLines(month: DemoMonth, isLast: boolean): CamtLine[] {
  const day = (offset: number): Date => daysLater(month.firstDay, offset);
  const lines = [line(day(1), -490n, 'Bank of the Weir', 'Account fee')];
  if (month.index === 0) {
    lines.push(line(month.until, 600_000n, 'Millpond Founders', 'To begin with'));
  }
  if (month.index % 3 === 1) lines.push(line(day(8), 5000n, 'Friends of the Weir', 'A gift'));
  if (isLast) {
    lines.push(
      line(day(0), 1234n, 'K. Unreadable', 'for the thing we talked about'),
      line(day(0), 1000n, 'Weirside Cafe', 'RF00 see letter'),
    );
  }
  return lines.filter(({ bookedOn }) => bookedOn <= month.until && bookedOn >= month.firstDay);
}

/** What the provider paid out of the account, as the bank tells it. */
async function paidOut(world: DemoWorld, known: Set<string>, until: Date): Promise<CamtLine[]> {
  const treasurer = await world.as(officers.treasurer);
  const settled = await world.read(treasurer, async (tx) => {
    const page = await world.get(PayoutQueries).page(tx, { first: 100 }, { state: 'settled' });
    return page.rows.filter(({ id }) => !known.has(id));
  });
  return settled.flatMap((payout: PayoutRow) => {
    const { settledAt, amountMinor, providerKey, memo } = payout;
    if (settledAt === null || settledAt > daysLater(until, 1)) return [];
    known.add(payout.id);
    const debit = line(settledAt, -amountMinor, 'Payee of a payout', memo);
    return [{ ...debit, counterpartyIban: null, endToEndId: providerKey }];
  });
}

/** The treasurer explains what the references did not. What is unknown to her stays open. */
async function explain(world: DemoWorld): Promise<void> {
  const treasurer = await world.as(officers.treasurer);
  const open = await world.read(treasurer, async (tx): Promise<readonly BankLineView[]> => {
    const page = await world.get(StatementQueries).lines(tx, { first: 100 }, { state: 'new' });
    return page.rows;
  });
  for (const { id, counterpartyName } of open) {
    const known = explanations[counterpartyName ?? ''];
    if (known === undefined) continue;
    const [key, because] = known;
    const accountId = await world.account(key);
    await world
      .get(AssignBankLine)
      .execute(treasurer, { lineId: id, ledgerAccountId: accountId, because });
  }
}

/** Money in and out of the account, a statement a month. */
export class DuesYear {
  readonly #toldPayouts = new Set<string>();
  /** Who paid by a statement that came in before. */
  readonly #knownPayers = new Set<string>();

  constructor(
    private readonly world: DemoWorld,
    private readonly bank: DemoBank,
  ) {}

  /** A month's statement comes in: the worker matches what it can, the treasurer the rest. */
  async statement(month: DemoMonth, isLast: boolean): Promise<void> {
    const invoices = await openInvoices(this.world);
    const dues = invoices.flatMap((invoice) => {
      const place = people.findIndex(
        ({ key }) => this.world.member(key).memberId === invoice.memberId,
      );
      const person = people[place];
      if (person === undefined) return [];
      return paymentOf(person, place, invoice, month, this.#knownPayers.has(person.name));
    });
    for (const { counterpartyName } of dues) this.#knownPayers.add(counterpartyName);
    const lines = [
      ...dues,
      ...otherLines(month, isLast),
      ...(await paidOut(this.world, this.#toldPayouts, month.until)),
    ];
    await this.bank.statement(month.firstDay, month.until, lines);
    await explain(this.world);
  }
}
