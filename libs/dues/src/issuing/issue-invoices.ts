import { Injectable } from '@nestjs/common';
import { Ledger } from '@rochdale/ledger';
import { MemberDirectory } from '@rochdale/membership';
import { assert, dayOf, newId, permit, shuffled, Turns, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { Chart } from '@rochdale/treasury';
import { MemberCredits } from '../credit/member-credits.js';
import { InvoiceIssued, PaymentAsked } from '../dues.events.js';
import { claimOf } from '../plan/joining.js';
import { dueOn, periodOf } from '../plan/plan.js';
import type { Period } from '../plan/plan.js';
import { planStore } from '../plan/plan.store.js';
import type { PlanRow } from '../plan/plan.store.js';
import { pledgeStore } from '../pledge/pledge.store.js';
import { waiverStore } from '../waiver/waiver.store.js';
import { openMinor } from '../invoice/invoice.js';
import { invoiceStore } from '../invoice/invoice.store.js';
import type { InvoiceRow } from '../invoice/invoice.store.js';
import { drawReferences } from './draw-references.js';

/** Standings that owe dues. A paused member does not. */
const owing: ReadonlySet<string> = new Set(['active', 'in-arrears']);

interface Claim {
  readonly memberId: string;
  readonly plan: PlanRow;
  readonly period: Period;
  readonly amountMinor: bigint;
}

/**
 * Issues the invoices of the periods that have begun, one per member and period however often it
 * runs. What is waived to nothing is noted and not claimed; what members have as credit pays what
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
    const owing = shuffled(await this.unitOfWork.read(actor, (tx) => this.#claims(tx)));
    const memberIds = owing.map(({ memberId }) => memberId);
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
    const claims = shuffled(owing);
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
    const timeZone = await tx.timeZone();
    const pledges = await pledgeStore.current(tx, 'everybody');
    const memberIds = pledges.map(({ memberId }) => memberId);
    const members = await this.members.findMany(tx, memberIds);
    const planRows = await planStore.byIds(tx, [...new Set(pledges.map(({ planId }) => planId))]);
    const plans = new Map(planRows.map((plan) => [plan.id, plan]));
    // The longest period is a year: what was invoiced before this one matters to none of them.
    const invoiced = await invoiceStore.invoiced(tx, memberIds, periodOf(today, 12).start);
    const waived = await waiverStore.inForce(tx, memberIds, today);
    return pledges.flatMap(({ memberId, planId, amountMinor }) => {
      const plan = plans.get(planId);
      const { standing = '', admittedAt = null } = members.get(memberId) ?? {};
      const invoicedUntil = invoiced.get(memberId) ?? '';
      if (plan === undefined || invoicedUntil >= today || !owing.has(standing)) return [];
      const relief = waived.get(memberId);
      const claim = claimOf(today, {
        joining: plan.joining,
        months: plan.months,
        joinedOn: admittedAt === null ? null : dayOf(admittedAt, timeZone),
        invoicedUntil,
        amountMinor: relief !== undefined && relief < amountMinor ? relief : amountMinor,
      });
      return claim === null ? [] : [{ memberId, plan, ...claim }];
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
