import { SubmitBill, VoidBill } from '@rochdale/expenses';
import { RegisterPartner } from '@rochdale/partners';
import { SetPayeeDetails } from '@rochdale/payouts';
import { dayOf } from '@rochdale/platform';
import type { ProposalAction } from '@rochdale/platform';
import { demoIban } from '../papers/iban.js';
import { open, vote } from '../year/decisions.js';
import type { Votes } from '../year/decisions.js';
import type { DemoWorld } from '../year/demo-world.js';
import { demoCooperative } from '../year/demo-world.js';
import { officers } from '../year/people.js';
import type { Spending } from '../year/spending.js';

const partner = { key: 'millrace', name: 'Millrace House', website: 'https://millrace.example' };

/** What one mandate differs from others in, its days as days before today. */
interface DemoMandate {
  readonly title: string;
  readonly capMinor: string;
  readonly totalMinor?: string;
  readonly days: readonly [from: number, until: number];
  readonly graceDays: number;
}

/** No sooner than the partners of the pool: it is shared among those who are there. */
const begun = 61;
/** Each in a state of its own by today. */
const mandates: Readonly<Record<string, DemoMandate>> = {
  /** Runs, and a bill of it waits for its release. */
  power: { title: 'Power', capMinor: '6000', days: [begun, -40], graceDays: 30 },
  /** All that it allows is billed. */
  insurance: {
    title: 'Insurance',
    capMinor: '18000',
    totalMinor: '18000',
    days: [begun, -40],
    graceDays: 30,
  },
  /** Its last day is over, and its bills are taken for some weeks more. */
  telephone: { title: 'Telephone', capMinor: '2000', days: [begun, 10], graceDays: 30 },
  /** Its time is over. */
  parking: { title: 'Parking for the van', capMinor: '2500', days: [begun, 40], graceDays: 10 },
  /** Members end it. */
  cleaning: { title: 'Cleaning', capMinor: '1500', days: [begun, -40], graceDays: 30 },
  /** Nothing is taken under it before its first day. */
  heating: { title: 'Heating', capMinor: '1000', days: [-20, -380], graceDays: 30 },
};

/** Standing mandates in every state, and bills under them: paid, waiting, above a cap, voided. */
export function planMandates(world: DemoWorld, spending: Spending): void {
  const { calendar } = world;
  const clerk = new Clerk(world, spending);
  calendar.on(calendar.noon(begun + 1), () => meet(world));
  calendar.on(calendar.noon(begun), () =>
    decided(world, 'What the house bills us for', { agree: 14, abstain: 1 }, () =>
      Object.keys(mandates).map((key) => granting(world, key)),
    ),
  );
  calendar.on(calendar.noon(53), async () => {
    await world.work();
    await clerk.pays('power', 'MP-1001', 54, 4830n);
    await clerk.pays('insurance', 'V-1', 57, 18_000n);
  });
  calendar.on(calendar.noon(50), async () => {
    const ends = { kind: 'mandate.end', payload: { key: 'cleaning' } };
    await decided(world, 'We clean ourselves', { agree: 12, disagree: 2 }, () => [ends]);
    await decided(world, 'A machine for coffee, by the month', { agree: 3, disagree: 9 }, () => [
      granting(world, 'coffee', coffee(50)),
    ]);
  });
  calendar.on(calendar.noon(45), () => clerk.pays('parking', 'P-7', 46, 2500n));
  planVoided(world, clerk);
  calendar.on(
    calendar.noon(20),
    async () => void (await clerk.enters('insurance', 'V-2', 22, 4000n)),
  );
  calendar.on(
    calendar.noon(8),
    async () => void (await clerk.enters('power', 'MP-1009', 9, 5120n)),
  );
  calendar.on(
    calendar.noon(5),
    async () => void (await clerk.enters('telephone', 'T-11', 15, 1990n)),
  );
  calendar.on(calendar.before(2.4), () =>
    decided(world, 'Cleaning, after all', { agree: 2, disagree: 1 }, () => [
      granting(world, 'cleaning-again', { ...coffee(2), title: 'Cleaning' }),
    ]),
  );
}

const coffee = (from: number): DemoMandate => ({
  title: 'Coffee',
  capMinor: '900',
  days: [from, -300],
  graceDays: 14,
});

/** Entered wrong, and found by whoever would have released it. */
function planVoided(world: DemoWorld, clerk: Clerk): void {
  const { calendar } = world;
  let wrong = '';
  calendar.on(calendar.noon(38), async () => {
    wrong = await clerk.enters('power', 'MP-1006', 39, 900n);
  });
  calendar.on(calendar.noon(37), async () => {
    const reason = 'This is the bill of the house next door.';
    const by = await world.as(officers.treasurer);
    await world.get(VoidBill).execute(by, { expenseId: wrong, reason });
  });
}

/** Who enters bills, and who releases them. */
class Clerk {
  constructor(
    private readonly world: DemoWorld,
    private readonly spending: Spending,
  ) {}

  async enters(
    key: string,
    number: string,
    daysBefore: number,
    amountMinor: bigint,
  ): Promise<string> {
    const { world } = this;
    const billedOn = dayOf(world.calendar.before(daysBefore));
    const by = await world.as(officers.administrator);
    const bill = { key, number, billedOn, amountMinor };
    return (await world.get(SubmitBill).execute(by, bill)).expenseId;
  }

  async pays(...bill: Parameters<Clerk['enters']>): Promise<void> {
    await this.spending.pay(await this.enters(...bill));
  }
}

/** Somebody who bills every month, and is no partner of the pool. */
async function meet(world: DemoWorld): Promise<void> {
  const treasurer = await world.as(officers.treasurer);
  const { key, name, website } = partner;
  const { id } = await world.get(RegisterPartner).execute(treasurer, { name, website });
  world.partners.set(key, id);
  const payee = { kind: 'partner', id } as const;
  const details = { payee, holderName: name, accountNumber: demoIban(2100) };
  await world.get(SetPayeeDetails).execute(treasurer, details);
}

function granting(
  world: DemoWorld,
  key: string,
  mandate: DemoMandate | undefined = mandates[key],
): ProposalAction {
  if (mandate === undefined) throw new Error(`there is a mandate of the key ${key}`);
  const { days, ...terms } = mandate;
  const [startsOn, endsOn] = days.map((before) => dayOf(world.calendar.before(before)));
  const partnerId = world.partnerId(partner.key);
  const { currency } = demoCooperative;
  const usual = { key, partnerId, category: 'services', currency, period: 'month' };
  return { kind: 'mandate.grant', payload: { ...usual, ...terms, startsOn, endsOn } };
}

async function decided(
  world: DemoWorld,
  title: string,
  votes: Votes,
  actions: () => ProposalAction[],
): Promise<void> {
  const body = 'So that nobody votes on the same thing each month.';
  const proposal = { by: 'henrik', title, body, policyKey: 'expense-standard' };
  await vote(world, await open(world, { ...proposal, actions: actions() }), votes);
}
