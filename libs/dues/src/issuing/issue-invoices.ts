import { Injectable } from '@nestjs/common';
import { Ledger } from '@rochdale/ledger';
import { MemberDirectory } from '@rochdale/membership';
import type { MemberRecord } from '@rochdale/membership';
import {
  addDays,
  assert,
  dayOf,
  firstOfMonth,
  newId,
  permit,
  shuffled,
  Turns,
  UnitOfWork,
} from '@rochdale/platform';
import type { Actor, Day, Tx } from '@rochdale/platform';
import { Chart } from '@rochdale/treasury';
import { MemberCredits } from '../credit/member-credits.js';
import { InvoiceIssued, PaymentAsked } from '../dues.events.js';
import { claimOf } from '../plan/joining.js';
import { dueOn, periodOf } from '../plan/plan.js';
import { planStore } from '../plan/plan.store.js';
import type { PlanRow } from '../plan/plan.store.js';
import { pledgeStore } from '../pledge/pledge.store.js';
import type { PledgeRow } from '../pledge/pledge.store.js';
import { waiverStore } from '../waiver/waiver.store.js';
import { openMinor } from '../invoice/invoice.js';
import { invoiceStore } from '../invoice/invoice.store.js';
import type { InvoiceRow } from '../invoice/invoice.store.js';
import { drawReferences } from './draw-references.js';
import { missedClaims, owedOn, owing } from './missed-periods.js';
import type { ClaimUnder, PastOfMember } from './missed-periods.js';

/** Whose affairs were settled as they went: nobody is asked for more afterwards. */
const gone: ReadonlySet<string> = new Set(['left', 'expelled']);

interface Claim extends ClaimUnder<PlanRow> {
  readonly memberId: string;
}

/** Members with what they pledge now, and up to when they were invoiced. */
interface Asked {
  readonly since: Day;
  readonly today: Day;
  readonly members: ReadonlyMap<string, MemberRecord>;
  readonly invoiced: ReadonlyMap<string, string>;
  readonly open: readonly PledgeRow[];
}

interface Past {
  readonly memberId: string;
  readonly pledge: { readonly plan: PlanRow; readonly amountMinor: bigint };
  readonly past: PastOfMember<PlanRow>;
}

/** What is claimed of the period that it is, by what is pledged and granted now. */
function claimToday(
  today: Day,
  { plan, amountMinor }: Past['pledge'],
  { reliefs, joinedOn, invoicedUntil }: PastOfMember<PlanRow>,
): ClaimUnder<PlanRow> | null {
  const { joining, months } = plan;
  const owed = owedOn(today, amountMinor, reliefs);
  const claim = claimOf(today, { joining, months, joinedOn, invoicedUntil, amountMinor: owed });
  return claim === null ? null : { plan, ...claim };
}

/**
 * Issues the invoices of the periods that have begun, one per member and period however often it
 * runs; also of those in which it did not run, in their order, as they would have been claimed
 * then. What is waived to nothing is noted and not claimed; what members have as credit pays what
 * they owe, also what came to it while invoices were issued before.
 */
@Injectable()
export class IssueInvoices {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly members: MemberDirectory,
    private readonly ledger: Ledger,
    private readonly chart: Chart,
    private readonly credits: MemberCredits,
  ) {}

  /**
   * All at once; where that cannot be, one that cannot keeps none of the others.
   *
   * @returns how many were issued
   * @throws CodedError FORBIDDEN; Error of those that could not, after all had their turn
   */
  async execute(actor: Actor): Promise<number> {
    permit(actor, 'dues-invoice.issue');
    // The halves of it, too, must not tell who joined before whom.
    const claims = await this.unitOfWork.read(actor, (tx) => this.#claims(tx));
    const memberIds = shuffled([...new Set(claims.map(({ memberId }) => memberId))]);
    const turns = new Turns();
    const issued = await turns.some(memberIds, memberIds.length, (some) =>
      this.unitOfWork.run(actor, (tx) => this.#issueTo(tx, some)),
    );
    const idle = await this.unitOfWork.read(actor, (tx) => this.credits.idle(tx));
    await turns.some(idle, idle.length, (some) =>
      this.unitOfWork.run(actor, async (tx) => {
        await this.credits.setOffIdle(tx, some);
        return some.length;
      }),
    );
    turns.end();
    return issued;
  }

  async #issueTo(tx: Tx, memberIds: readonly string[]): Promise<number> {
    // Taking numbers locks the counter, so that two who issue at once do it one after the other.
    await invoiceStore.takeNumbers(tx, 0n);
    const among = new Set(memberIds);
    const owing = (await this.#claims(tx)).filter(({ memberId }) => among.has(memberId));
    // Numbers, ids and letters of one run must not tell who joined before whom.
    const claims = shuffled(owing).toSorted(byPeriod);
    const first = await invoiceStore.takeNumbers(tx, BigInt(claims.length));
    const references = await drawReferences(tx, claims.length);
    const issued: string[] = [];
    for (const [index, reference] of references.entries()) {
      const claim = claims[index];
      assert(claim !== undefined, 'as many references are drawn as there are claims');
      issued.push(await this.#issue(tx, claim, { number: first + BigInt(index), reference }));
    }
    await this.credits.setOffIdle(tx, memberIds);
    if (issued.length > 0) await askToPay(tx, issued);
    return claims.length;
  }

  async #claims(tx: Tx): Promise<Claim[]> {
    const today = await tx.today();
    const pledges = await pledgeStore.current(tx, 'everybody');
    const memberIds = pledges.map(({ memberId }) => memberId);
    const members = await this.members.findMany(tx, memberIds);
    // Two years of the calendar at most: what is older is asked of nobody any more.
    const since = periodOf(firstOfMonth(today, -12), 12).start;
    const invoiced = await invoiceStore.invoiced(tx, memberIds, since);
    const open = pledges.filter(({ memberId }) => {
      const isHere = !gone.has(members.get(memberId)?.standing ?? 'left');
      return isHere && (invoiced.get(memberId) ?? '') < today;
    });
    const pasts = await this.#pasts(tx, { since, today, members, invoiced, open });
    return pasts.flatMap(({ memberId, pledge, past }) => {
      const missed = missedClaims({ since, today }, past);
      const invoicedUntil = missed.at(-1)?.period.end ?? past.invoicedUntil;
      const now = owing.has(members.get(memberId)?.standing ?? '')
        ? claimToday(today, pledge, { ...past, invoicedUntil })
        : null;
      return [...missed, ...(now === null ? [] : [now])].map((claim) => ({ memberId, ...claim }));
    });
  }

  /** What is to know of members who may owe something. */
  async #pasts(tx: Tx, { since, today, members, invoiced, open }: Asked): Promise<Past[]> {
    const timeZone = await tx.timeZone();
    const memberIds = open.map(({ memberId }) => memberId);
    // On most days everybody was invoiced up to yesterday, and nothing was missed.
    const yesterday = addDays(today, -1);
    const late = memberIds.filter((id) => (invoiced.get(id) ?? '') < yesterday);
    const moves = await this.members.moves(tx, late);
    const pledged = await pledgeStore.since(tx, late, since);
    const reliefs = byMember(await waiverStore.grantedSince(tx, memberIds, since));
    const planIds = new Set([...open, ...pledged].map(({ planId }) => planId));
    const plans = new Map((await planStore.byIds(tx, [...planIds])).map((one) => [one.id, one]));
    const under = ({ planId, ...pledge }: PledgeRow) => {
      const plan = plans.get(planId);
      assert(plan !== undefined, 'a pledge is for a plan');
      return { ...pledge, plan };
    };
    const before = byMember(pledged);
    return open.map((pledge) => {
      const { memberId } = pledge;
      const { admittedAt = null } = members.get(memberId) ?? {};
      const past = {
        moves: (moves.get(memberId) ?? []).map(({ to, changedAt }) => ({
          to,
          on: dayOf(changedAt, timeZone),
        })),
        pledges: (before.get(memberId) ?? []).map(under),
        reliefs: reliefs.get(memberId) ?? [],
        joinedOn: admittedAt === null ? null : dayOf(admittedAt, timeZone),
        invoicedUntil: invoiced.get(memberId) ?? '',
      };
      return { memberId, pledge: under(pledge), past };
    });
  }

  async #issue(
    tx: Tx,
    claim: Claim,
    { number, reference }: Pick<InvoiceRow, 'number' | 'reference'>,
  ): Promise<string> {
    const { memberId, plan, period, amountMinor } = claim;
    const id = newId();
    const transactionId = amountMinor === 0n ? null : await this.#book(tx, claim, id, reference);
    const invoice: InvoiceRow = {
      id,
      number,
      reference,
      memberId,
      planId: plan.id,
      periodStart: period.start,
      periodEnd: period.end,
      amountMinor,
      creditedMinor: 0n,
      paidMinor: 0n,
      currency: plan.currency,
      state: amountMinor === 0n ? 'waived' : 'open',
      dueOn: dueOn(await tx.today(), period),
      issuedAt: tx.now,
      paidAt: null,
      transactionId,
    };
    await invoiceStore.insert(tx, invoice);
    tx.announce(
      InvoiceIssued.of(id, {
        invoiceId: id,
        memberId,
        periodStart: period.start,
        amountMinor: amountMinor.toString(),
        currency: plan.currency,
      }),
    );
    return id;
  }

  async #book(tx: Tx, claim: Claim, invoiceId: string, reference: string): Promise<string> {
    const { plan, amountMinor } = claim;
    const accounts = await this.chart.accounts(
      tx,
      ['dues-receivable', 'dues-income'],
      plan.currency,
    );
    const transaction = await this.ledger.post(tx, {
      idempotencyKey: `invoice:${invoiceId}`,
      description: `Dues ${reference}`,
      source: { kind: 'invoice', id: invoiceId },
      postings: [
        { accountId: accounts.require('dues-receivable'), amountMinor },
        { accountId: accounts.require('dues-income'), amountMinor: -amountMinor },
      ],
    });
    return transaction.id;
  }
}

function byMember<Row extends { readonly memberId: string }>(
  rows: readonly Row[],
): ReadonlyMap<string, readonly Row[]> {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const own = found.get(row.memberId);
    if (own === undefined) found.set(row.memberId, [row]);
    else own.push(row);
  }
  return found;
}

/** Nobody is asked for a month before an earlier one. */
const byPeriod = ({ period: one }: Claim, { period: other }: Claim): number =>
  one.start < other.start ? -1 : one.start > other.start ? 1 : 0;

/** What is left to pay once credit was set off; who has nothing to pay is not asked. */
async function askToPay(tx: Tx, invoiceIds: readonly string[]): Promise<void> {
  for (const invoice of await invoiceStore.lockMany(tx, invoiceIds)) {
    const amountMinor = openMinor(invoice);
    if (amountMinor === 0n) continue;
    const { id: invoiceId, memberId, reference, periodStart, periodEnd, dueOn, currency } = invoice;
    tx.announce(
      PaymentAsked.of(invoiceId, {
        invoiceId,
        memberId,
        reference,
        periodStart,
        periodEnd,
        dueOn,
        amountMinor: amountMinor.toString(),
        currency,
      }),
    );
  }
}
