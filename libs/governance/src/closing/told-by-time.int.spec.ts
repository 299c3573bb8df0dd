import { defineAction } from '@rochdale/platform';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { RetryExecution } from '../execution/retry-execution.js';
import type { ProposalState } from '../proposal/lifecycle.js';
import { proposalStates } from '../proposal/lifecycle.js';
import type { ProposalOrder } from '../proposal/proposal.queries.js';
import { ProposalQueries } from '../proposal/proposal.queries.js';
import type { DecisionWorld } from '../testing/decision-world.js';
import { createDecisionWorld, ruleLike } from '../testing/decision-world.js';
import { CancelProposal } from './cancel-proposal.js';
import { WithdrawProposal } from './withdraw-proposal.js';

class Kettles {
  isBroken = false;

  async buy(): Promise<void> {
    if (this.isBroken) throw new Error('sold out');
    return Promise.resolve();
  }
}

const BuyKettle = defineAction({
  kind: 'test.buy-timely-kettle',
  payload: z.strictObject({}),
  underPolicies: ['majority'],
  proposable: true,
  strangersRead: 'decision',
  service: Kettles,
  summary: () => 'Buys a kettle.',
  run: (kettles) => kettles.buy(),
});

const kettles = new Kettles();
let world: DecisionWorld;
let queries: ProposalQueries;
beforeAll(async () => {
  world = await createDecisionWorld(4, [kettles]);
  queries = new ProposalQueries(world.votes);
  await world.adopt.execute(world.system, { key: 'timely', title: 'A policy', rule });
});
afterAll(() => world.close());

const hourMs = 3_600_000;
const hours = { notice: 24, window: 144, late: 24, extend: 48, timelock: 24, within: 72 };
const rule = ruleLike({
  noticeHours: hours.notice,
  quorum: { share: '1/2', of: 'electorate', counts: 'ballots' },
  lateQuorum: { withinHours: hours.late, extendHours: hours.extend },
  timelockHours: hours.timelock,
  executionWithinHours: hours.within,
});

/** What one proposal comes to, by nothing but what was done with it, and the time. */
class Model {
  written: ProposalState = 'draft';
  isBroken = false;
  now = 0;
  #due = 0;
  #lapses = 0;
  readonly #castAt = new Map<number, number>();

  constructor(readonly stance: 'agree' | 'disagree') {}

  /** Two of four are a quorum. */
  get #isLate(): boolean {
    const second = [...this.#castAt.values()].toSorted((one, other) => one - other)[1];
    return second !== undefined && second >= this.#due - hours.late;
  }

  get #goesOn(): boolean {
    return this.written === 'open' && this.#isLate && this.now < this.#due + hours.extend;
  }

  get told(): ProposalState {
    if (this.written === 'open' && this.now >= this.#due) {
      return this.#goesOn ? 'extended' : 'closed';
    }
    if (this.written === 'extended' && this.now >= this.#due) return 'closed';
    return this.#hasLapsed ? 'expired' : this.written;
  }

  get #hasLapsed(): boolean {
    return this.written === 'execution-failed' && this.#lapses < this.now;
  }

  #extend(): true {
    this.written = 'extended';
    this.#due += hours.extend;
    return true;
  }

  #to(state: ProposalState): true {
    this.written = state;
    return true;
  }

  /** Each says whether it is done, or refused. */
  readonly does = {
    open: () => {
      this.#due = this.now + hours.notice;
      return this.#to('notice');
    },
    openNoticed: () => {
      if (this.written !== 'notice' || this.now < this.#due) return true;
      this.#due = this.now + hours.window;
      return this.#to('open');
    },
    cast: (voter: number) => {
      if (this.told !== 'open' && this.told !== 'extended') return false;
      if (this.now >= this.#due) this.#extend();
      if (!this.#castAt.has(voter)) this.#castAt.set(voter, this.now);
      return true;
    },
    close: () => {
      if (this.#goesOn) return this.#extend();
      if (this.told !== 'closed') return true;
      if (this.#castAt.size < 2) return this.#to('no-quorum');
      if (this.stance === 'disagree') return this.#to('rejected');
      this.#due = this.now + hours.timelock;
      this.#lapses = this.#due + hours.within;
      return this.#to('queued');
    },
    execute: () => {
      if (this.#hasLapsed) return this.#to('expired');
      if (this.written !== 'queued' || this.now < this.#due) return true;
      return this.#to(this.isBroken ? 'execution-failed' : 'executed');
    },
    retry: () => {
      if (this.written !== 'execution-failed') return false;
      return this.#to(this.#hasLapsed ? 'expired' : 'queued');
    },
    withdraw: () => this.#stop('withdrawn'),
    cancel: () => this.#stop('cancelled'),
  };

  #stop(state: ProposalState): boolean {
    return ['draft', 'notice', 'open', 'extended'].includes(this.told) && this.#to(state);
  }
}

type Deed = keyof Model['does'];

function reallyDo(deed: Deed, proposalId: string, voter: number, stance: Model['stance']) {
  const [owner, { system }] = [world.voters[0]!, world];
  const deeds: Record<Deed, () => Promise<unknown>> = {
    open: () => world.open.execute(owner, { proposalId }),
    openNoticed: () => world.openNoticed.execute(system, { proposalId }),
    cast: () => world.vote(proposalId, voter, stance),
    close: () => world.closing.execute(system, { proposalId }),
    execute: () => world.execute.execute(system, { proposalId }),
    retry: () => new RetryExecution(world.unitOfWork).execute(system, { proposalId }),
    withdraw: () => new WithdrawProposal(world.unitOfWork).execute(owner, { proposalId }),
    cancel: () =>
      new CancelProposal(world.unitOfWork).execute(world.secretary, { proposalId, reason: 'No.' }),
  };
  return deeds[deed]();
}

/** By itself, in the list of its state and in that of all others, in both orders, and counted. */
async function tellsOf(proposalId: string, state: ProposalState) {
  return world.unitOfWork.read(world.voters[0]!, async (tx) => {
    const [own] = await queries.byIds(tx, [proposalId]);
    const others = proposalStates.filter((one) => one !== state);
    const list = async (states: ProposalState[], by: ProposalOrder, first = 100) => {
      const page = await queries.page(tx, { states }, { first }, by);
      if (states.length === 1) expect((await page.count?.(tx))?.atLeast).toBe(page.rows.length);
      expect(page.rows.every((row) => states.includes(row.state))).toBe(true);
      return page.rows.filter(({ id }) => id === proposalId).map((row) => row.state);
    };
    const isByClosing = own?.closesAt != null;
    return {
      own: own?.state,
      listed: await list([state], 'made'),
      elsewhere: await list(others, 'made'),
      byClosing: isByClosing ? await list([state], 'closing') : [state],
    };
  });
}

const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ wait: fc.constantFrom(1, 23, 24, 25, 48, 73, 120, 144) }) },
  { weight: 3, arbitrary: fc.record({ voter: fc.nat(3) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      deed: fc.constantFrom<Deed>('openNoticed', 'close', 'execute', 'openNoticed', 'close'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ deed: fc.constantFrom<Deed>('retry', 'withdraw', 'cancel') }),
  },
  { weight: 1, arbitrary: fc.record({ isBroken: fc.boolean() }) },
);
type Step = { wait?: number; voter?: number; deed?: Deed; isBroken?: boolean };

async function play(stance: Model['stance'], steps: readonly Step[]): Promise<void> {
  const model = new Model(stance);
  kettles.isBroken = false;
  const { proposalId } = await world.draft.execute(world.voters[0]!, {
    title: 'A kettle',
    body: '',
    policyKey: 'timely',
    actions: [BuyKettle.of({})],
  });
  const opening: Step[] = [{ deed: 'open' }, { wait: hours.notice }, { deed: 'openNoticed' }];
  for (const { wait, voter = 0, isBroken, ...one } of [...opening, ...steps]) {
    if (wait !== undefined) {
      model.now += wait;
      world.clock.set(new Date(world.clock.now().getTime() + wait * hourMs));
    } else if (isBroken !== undefined) {
      kettles.isBroken = isBroken;
      model.isBroken = isBroken;
    } else {
      const deed = one.deed ?? 'cast';
      const isDone = model.does[deed](voter);
      const really = reallyDo(deed, proposalId, voter, stance);
      expect([
        deed,
        await really.then(
          () => true,
          () => false,
        ),
      ]).toEqual([deed, isDone]);
    }
    const state = model.told;
    const listed = [state];
    const told = { own: state, listed, elsewhere: [], byClosing: listed };
    expect(await tellsOf(proposalId, state)).toEqual(told);
  }
}

it('tells of each proposal where it is at that moment, whenever workers come', async () => {
  // A quorum that came late, and a failure that lapsed, with no worker between.
  const late = [{ wait: 143 }, { voter: 1 }, { voter: 2 }, { wait: 1 }, { wait: 47 }, { wait: 1 }];
  await play('disagree', [...late, { deed: 'cancel' }, { deed: 'close' }]);
  const failed: Step[] = [{ voter: 1 }, { voter: 2 }, { wait: 144 }, { deed: 'close' }];
  const lapses: Step[] = [{ isBroken: true }, { wait: 24 }, { deed: 'execute' }, { wait: 73 }];
  await play('agree', [...failed, ...lapses, { deed: 'execute' }]);
  const steps = fc.array(step, { minLength: 8, maxLength: 14 });
  await fc.assert(fc.asyncProperty(fc.constantFrom('agree', 'disagree'), steps, play), {
    numRuns: 6,
  });
});
