import {
  ApproveExpense,
  DraftExpense,
  ExpenseQueries,
  RejectExpense,
  RequestExpenseInformation,
  RetryExpensePayout,
  SubmitExpense,
  WithdrawExpense,
} from '@rochdale/expenses';
import type { ExpenseCategory, ExpenseView } from '@rochdale/expenses';
import { SimulatedRail } from '@rochdale/house';
import { ReleasePayouts } from '@rochdale/payouts';
import type { ProviderFault } from '@rochdale/house';
import { assert, Attachments, dayOf, daysLater } from '@rochdale/platform';
import type { DemoBank } from './bank.js';
import type { Votes } from './decisions.js';
import { vote } from './decisions.js';
import type { DemoWorld } from './demo-world.js';
import { demoCooperative } from './demo-world.js';
import { adoptSpendingRule } from './founding.js';
import { officers } from './people.js';
import { pdfReceipt, pngReceipt } from '../papers/receipts.js';

interface DemoItem {
  readonly what: string;
  readonly category: ExpenseCategory;
  readonly amountMinor: bigint;
}

interface DemoExpense {
  readonly by: string;
  readonly title: string;
  readonly items: readonly DemoItem[];
}

/** What members spent for the co-operative, and what became of it. */
export class Spending {
  constructor(
    private readonly world: DemoWorld,
    private readonly bank: DemoBank,
  ) {}

  async draft({ by, title, items }: DemoExpense): Promise<string> {
    const { world } = this;
    const member = await world.as(by);
    const written = [];
    for (const [index, { what, category, amountMinor }] of items.entries()) {
      const receipt = await world.get(Attachments).keep(member, {
        name: index === 0 ? 'receipt.png' : 'invoice.pdf',
        bytes: index === 0 ? pngReceipt(3 + what.length / 8) : pdfReceipt(what),
      });
      const incurredOn = dayOf(daysLater(world.clock.now(), -3));
      written.push({ description: what, category, incurredOn, amountMinor, receiptId: receipt.id });
    }
    const input = { title, currency: demoCooperative.currency, items: written };
    return (await world.get(DraftExpense).execute(member, input)).expenseId;
  }

  async submit(expense: DemoExpense): Promise<string> {
    const expenseId = await this.draft(expense);
    await this.world.get(SubmitExpense).execute(await this.world.as(expense.by), { expenseId });
    return expenseId;
  }

  async approve(expenseId: string): Promise<void> {
    const { termsHash } = await this.find(expenseId);
    await this.world
      .get(ApproveExpense)
      .execute(await this.world.as(officers.treasurer), { expenseId, termsHash });
  }

  /** The treasurer releases what is owed for an expense; the worker pays it, faults and all. */
  async pay(expenseId: string, ...faults: readonly ProviderFault[]): Promise<void> {
    const { payoutId } = await this.find(expenseId);
    assert(payoutId !== null, 'what is approved has its payout');
    this.world.get(SimulatedRail).failNext(...faults);
    await this.world.get(ReleasePayouts).execute(await this.world.as(officers.treasurer), {
      payoutIds: [payoutId],
      bankAccountId: this.bank.accountId,
    });
    await this.world.work();
  }

  async find(expenseId: string): Promise<ExpenseView> {
    const treasurer = await this.world.as(officers.treasurer);
    const [found] = await this.world.read(treasurer, (tx) =>
      this.world.get(ExpenseQueries).byIds(tx, [expenseId]),
    );
    assert(found !== undefined, 'the expense is there');
    return found;
  }

  async refuse(expenseId: string, reason: string): Promise<void> {
    const treasurer = await this.world.as(officers.treasurer);
    await this.world.get(RejectExpense).execute(treasurer, { expenseId, reason });
  }

  async ask(expenseId: string, reason: string): Promise<void> {
    const treasurer = await this.world.as(officers.treasurer);
    await this.world.get(RequestExpenseInformation).execute(treasurer, { expenseId, reason });
  }

  async takeBack(by: string, expenseId: string): Promise<void> {
    await this.world.get(WithdrawExpense).execute(await this.world.as(by), { expenseId });
  }

  async payAgain(expenseId: string): Promise<void> {
    const treasurer = await this.world.as(officers.treasurer);
    await this.world.get(RetryExpensePayout).execute(treasurer, { expenseId });
    await this.pay(expenseId);
  }

  /** Submits what the members decide about, and has them vote. */
  async putToVote(expense: DemoExpense, votes: Votes): Promise<string> {
    const expenseId = await this.submit(expense);
    const { proposalId } = await this.find(expenseId);
    assert(proposalId !== null, 'an expense of this size is voted on');
    await vote(this.world, proposalId, votes);
    return expenseId;
  }
}

const one = (what: string, category: ExpenseCategory, amountMinor: bigint): DemoItem[] => [
  { what, category, amountMinor },
];

/** A year of spending, small and large. */
export function planSpending(world: DemoWorld, spending: Spending): void {
  planPaid(world, spending);
  planRefused(world, spending);
  planLarge(world, spending);
}

function planPaid({ calendar }: DemoWorld, spending: Spending): void {
  const paid: readonly (readonly [number, DemoExpense, ...ProviderFault[]])[] = [
    [310, { by: 'dmitar', title: 'Domain names', items: one('Two domains', 'fees', 3480n) }],
    [
      260,
      {
        by: 'ximena',
        title: 'Printing for the open day',
        items: [
          { what: 'Flyers', category: 'outreach', amountMinor: 4200n },
          { what: 'Posters', category: 'outreach', amountMinor: 2650n },
        ],
      },
      'lost-after',
    ],
    [
      205,
      { by: 'teodor', title: 'Train to the federation', items: one('Train', 'travel', 8890n) },
      'slow',
    ],
    [130, { by: 'saoirse', title: 'Room for the meeting', items: one('Room', 'events', 12000n) }],
    [62, { by: 'casimir', title: 'A disk', items: one('Disk, 4 TB', 'hardware', 9999n) }],
  ];
  for (const [daysBefore, expense, ...faults] of paid) {
    calendar.on(calendar.noon(daysBefore), async () => {
      const expenseId = await spending.submit(expense);
      await spending.approve(expenseId);
      await spending.pay(expenseId, ...faults);
    });
  }
  let bounced = '';
  calendar.on(calendar.noon(90), async () => {
    const items = one('Seats for six', 'training', 15000n);
    bounced = await spending.submit({ by: 'ines', title: 'Course on first aid', items });
    await spending.approve(bounced);
    await spending.pay(bounced, 'reject');
  });
  calendar.on(calendar.noon(86), () => spending.payAgain(bounced));
}

function planRefused({ calendar }: DemoWorld, spending: Spending): void {
  calendar.on(calendar.noon(225), async () => {
    const items = one('Coffee for a year', 'other', 18000n);
    const id = await spending.submit({ by: 'florian', title: 'Coffee', items });
    await spending.refuse(id, 'Coffee is lovely, and everybody’s own.');
  });
  calendar.on(calendar.noon(118), async () => {
    const items = one('Cables', 'hardware', 2500n);
    const id = await spending.submit({ by: 'noor', title: 'Cables', items });
    await spending.takeBack('noor', id);
  });
  calendar.on(calendar.noon(9), async () => {
    const items = one('Paper', 'office', 1890n);
    const id = await spending.submit({ by: 'philippa', title: 'Paper and ink', items });
    await spending.ask(id, 'The receipt cannot be read; is there a better picture of it?');
  });
  calendar.on(calendar.noon(6), async () => {
    const items = one('Three months of monitoring', 'software', 8700n);
    await spending.approve(
      await spending.submit({ by: 'ximena', title: 'Monitoring service', items }),
    );
  });
  calendar.on(calendar.noon(2), async () => {
    const items = one('Stamps', 'office', 1600n);
    await spending.submit({ by: 'casimir', title: 'Letters to members', items });
  });
  calendar.on(calendar.before(0.3), async () => {
    const items = one('Cake for the assembly', 'events', 3200n);
    await spending.draft({ by: 'saoirse', title: 'Cake', items });
  });
}

function planLarge(world: DemoWorld, spending: Spending): void {
  const { calendar } = world;
  let server = '';
  calendar.on(calendar.noon(205), async () => {
    const items: DemoItem[] = [
      { what: 'Server, used', category: 'hardware', amountMinor: 142_000n },
      { what: 'Memory', category: 'hardware', amountMinor: 38_000n },
    ];
    server = await spending.putToVote(
      { by: 'dmitar', title: 'A second server', items },
      { agree: 15, abstain: 1, disagree: 2 },
    );
  });
  calendar.on(calendar.noon(190), () => world.work());
  calendar.on(calendar.noon(188), async () => {
    await world.work();
    await spending.pay(server);
  });
  // Passed, and carried out days after the hour that its policy left: no decision lapses untried.
  let chairs = '';
  calendar.on(calendar.noon(328), async () => {
    await adoptSpendingRule(world, 'expense-trial');
    const items = one('Chairs, eight', 'office', 64_000n);
    const claim = { by: 'teodor', title: 'Chairs', items } as const;
    chairs = await spending.putToVote(claim, { agree: 9, disagree: 2 });
    await adoptSpendingRule(world, 'expense-standard');
  });
  calendar.on(calendar.noon(321), () => world.work());
  calendar.on(calendar.noon(319), async () => {
    await world.work();
    await spending.pay(chairs);
  });
  // Closed this morning; what the members decided waits for its day to be carried out.
  calendar.on(calendar.before(14.5), async () => {
    const items = one('Batteries for both racks', 'hardware', 121_000n);
    await spending.putToVote(
      { by: 'ximena', title: 'Uninterruptible power', items },
      { agree: 13, abstain: 3, disagree: 1 },
    );
  });
}
