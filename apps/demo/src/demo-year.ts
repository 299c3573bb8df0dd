import { Accounts } from '@rochdale/identity';
import { openWorker } from '@rochdale/house';
import type { OpenWorker } from '@rochdale/house';
import {
  dayOf,
  daysLater,
  anonymousActor,
  loadConfig,
  openLog,
  SettableClock,
  sql,
  systemActor,
  UnitOfWork,
} from '@rochdale/platform';
import { AllocateToFund, CloseAccountingPeriod, CreateFund } from '@rochdale/treasury';
import { planAppeals } from './each/appeals.js';
import { planAssemblies } from './each/assemblies.js';
import { planCircle } from './each/circle.js';
import { planMandates } from './each/mandates.js';
import { planOffices } from './each/offices.js';
import { planPapers } from './each/papers.js';
import { planTrials } from './each/trials.js';
import { DemoBank } from './year/bank.js';
import { Calendar, monthsBetween, monthStart } from './year/calendar.js';
import { planDecisions } from './year/decisions.js';
import { demoCooperative, DemoWorld } from './year/demo-world.js';
import { planDelegations } from './year/delegations.js';
import type { DemoMonth } from './year/dues-year.js';
import { DuesYear, pledgeAll } from './year/dues-year.js';
import { applyUnanswered, changeStandings, found } from './year/founding.js';
import type { Passwords } from './year/founding.js';
import { planHearing } from './year/hearing.js';
import { planElections } from './year/election.js';
import { Hosting } from './year/hosting.js';
import { planOutcomes } from './year/outcomes.js';
import { officers, voters } from './year/people.js';
import { planSpending, Spending } from './year/spending.js';
import { planWays } from './year/ways.js';

/** What somebody needs who wants to look around in the demo. */
export interface SeededDemo {
  readonly partnerKey: string;
}

/** `year` is what happened; `all` has a vote of each kind in each state besides. */
type DemoParts = 'all' | 'year';

const graceDays = 4;

const waitForTheDisk = sql(
  'demo.wait-for-the-disk',
  `select set_config('synchronous_commit', 'on', true), pg_current_xact_id()`,
);

/** The database has accounts already; a demo needs an empty one. */
export class DatabaseInUse extends Error {
  override readonly name = 'DatabaseInUse';
}

async function demandEmpty({ app }: OpenWorker): Promise<void> {
  const isInUse = await app
    .get(UnitOfWork)
    .read(anonymousActor(), (tx) => app.get(Accounts).exist(tx));
  if (isInUse) {
    throw new DatabaseInUse('the database has accounts already; a demo needs an empty one');
  }
}

/** A commit that waits, after which all before it is on the disk as well. */
async function reachTheDisk({ app }: OpenWorker): Promise<void> {
  await app.get(UnitOfWork).run(systemActor(null, 'seed'), (tx) => tx.run(waitForTheDisk));
}

/**
 * Makes the demo's year by production's use cases and job handlers, under a clock of its own.
 *
 * @throws ConfigError; DatabaseInUse when somebody has an account there already
 */
export async function makeDemoYear(
  env: Readonly<Record<string, string | undefined>>,
  now: Date,
  passwords: Passwords,
  parts: DemoParts = 'all',
): Promise<SeededDemo> {
  const calendar = new Calendar(now);
  const clock = new SettableClock(calendar.before(365));
  const log = openLog({ level: 'silent' });
  const worker = await openWorker({ config: loadConfig(env), clock, log });
  try {
    await demandEmpty(worker);
    const world = new DemoWorld(worker, clock, calendar);
    const year = plan(world, passwords, parts);
    for (const { at, happen } of calendar.inOrder()) {
      clock.set(at);
      await happen();
    }
    clock.set(now);
    await world.work();
    await reachTheDisk(worker);
    return { partnerKey: year.partnerKey() };
  } finally {
    await worker.close();
  }
}

function plan(
  world: DemoWorld,
  passwords: Passwords,
  parts: DemoParts,
): { partnerKey: () => string } {
  const { calendar } = world;
  const bank = new DemoBank(world);
  const spending = new Spending(world, bank);
  calendar.on(calendar.before(365), async () => {
    await found(world, passwords);
    await bank.open();
    await pledgeAll(world);
    for (const key of voters) await bank.payeeDetails(key);
  });
  planMonths(world, new DuesYear(world, bank));
  planDecisions(world);
  planWays(world);
  planOutcomes(world);
  planElections(world);
  if (parts === 'all') {
    planCircle(world);
    planTrials(world);
    planOffices(world);
    planPapers(world);
    planAssemblies(world);
    planAppeals(world);
    planMandates(world, spending);
  }
  planDelegations(world);
  planHearing(world);
  planSpending(world, spending);
  calendar.on(calendar.noon(290), () => setAside(world));
  calendar.on(calendar.noon(150), () => changeStandings(world));
  calendar.on(calendar.before(5), () => applyUnanswered(world));
  return planHosting(world, new Hosting(world, bank));
}

/** Invoices on the first of a month, its statement on the third of the next. */
function planMonths(world: DemoWorld, dues: DuesYear): void {
  const { calendar } = world;
  calendar.on(calendar.before(364.9), () => world.work());
  const lastTold = calendar.before(0.5);
  const months = monthsBetween(calendar.before(365), lastTold);
  for (const [index, month] of months.entries()) {
    const isLast = index === months.length - 1;
    const until = isLast ? lastTold : month.lastDay;
    const told: DemoMonth = { ...month, index, until };
    const early = new Date(month.firstDay.getTime() + 4 * 3_600_000);
    if (index > 0) calendar.on(early, () => world.work());
    const arrives = isLast ? calendar.before(0.1) : daysLater(monthStart(month.firstDay, 1), 2.3);
    calendar.on(arrives, () => dues.statement(told, isLast));
  }
}

/** The partners come for the two last months whose grace is over. */
function planHosting(world: DemoWorld, hosting: Hosting): { partnerKey: () => string } {
  const { calendar } = world;
  const closable = monthsBetween(calendar.before(150), calendar.now)
    .map((month) => ({ month, closes: daysLater(monthStart(month.firstDay, 1), graceDays + 0.2) }))
    .filter(({ closes }) => closes < calendar.before(1))
    .slice(-2);
  let secret = '';
  const [first] = closable;
  if (first !== undefined) {
    calendar.on(daysLater(first.month.firstDay, 0.5), async () => {
      secret = await hosting.begin();
    });
  }
  for (const [index, { month, closes }] of closable.entries()) {
    calendar.on(daysLater(month.lastDay, 0.9), () =>
      hosting.report(month, daysLater(month.lastDay, 0.9)),
    );
    calendar.on(closes, async () => {
      await world.work();
      await hosting.settle(index === 0 ? 'all' : 'all-but-one');
    });
  }
  const current = monthsBetween(calendar.now, calendar.now);
  for (const month of current) {
    calendar.on(calendar.before(0.4), () => hosting.report(month, calendar.before(0.4)));
  }
  return { partnerKey: () => secret };
}

/** A buffer is set aside, and the books of the first whole month are closed. */
async function setAside(world: DemoWorld): Promise<void> {
  const treasurer = await world.as(officers.treasurer);
  const { currency } = demoCooperative;
  const fund = await world.get(CreateFund).execute(treasurer, {
    key: 'buffer',
    name: 'Buffer',
    purpose: 'Three months of running costs, for when something breaks.',
    currency,
    limitMinor: 150_000n,
  });
  await world.get(AllocateToFund).execute(treasurer, {
    fundId: fund.id,
    amountMinor: 150_000n,
    currency,
    idempotencyKey: 'demo: the first buffer',
    description: 'The buffer that the members agreed on',
  });
  const endsOn = dayOf(daysLater(monthStart(world.calendar.before(365), 1), -1));
  await world.get(CloseAccountingPeriod).execute(treasurer, { endsOn });
}
