import { ImportBankStatement, RegisterBankAccount } from '@rochdale/banking';
import {
  AskWaiver,
  ChoosePledge,
  CreatePlan,
  DecideWaiver,
  DuesQueries,
  RefundCredit,
} from '@rochdale/dues';
import type { InvoiceRow } from '@rochdale/dues';
import { AdoptPolicyPack } from '@rochdale/governance';
import { openWorker } from '@rochdale/house';
import type { OpenWorker } from '@rochdale/house';
import { CreateAccount } from '@rochdale/identity';
import { AdmitMember, AppointRole, ApplyForMembership, ChangeStanding } from '@rochdale/membership';
import { FoundCooperative } from '@rochdale/membership';
import { SetPayeeDetails } from '@rochdale/payouts';
import { dayOf, daysLater, loadConfig, SettableClock, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { createServiceEnvironment, silentLog } from '@rochdale/testing';
import type { ApiClient, ServiceEnvironment } from '@rochdale/testing';
import { Calendar, monthStart } from '../../../apps/demo/src/year/calendar.js';
import { writeCamt053 } from '../../../apps/demo/src/papers/camt-statement.js';
import { demoCooperative, DemoWorld } from '../../../apps/demo/src/year/demo-world.js';
import { demoIban } from '../../../apps/demo/src/papers/iban.js';
import { open } from '../../../apps/demo/src/year/decisions.js';
import { makeAccount } from '../../../libs/identity/src/testing/account.js';
import type { Chance } from './chance.js';

const password = 'a long enough password';
/** The officer who runs it all, and a member without any office who signs in. */
export const [officer, insider] = ['member-0', 'member-1'] as const;

const emailOf = (key: string): string => `${key}@random.example`;

/** A co-operative whose members, dues and fortunes are drawn by lot, from a seed. */
export class RandomWorld {
  readonly keys: readonly string[];
  #balanceMinor = 0n;
  #statements = 0;
  /** What was written for the eyes of officers, by who wrote it. */
  readonly words = new Map<string, string>();
  #planId = '';

  private constructor(
    readonly service: ServiceEnvironment,
    readonly worker: OpenWorker,
    readonly clock: SettableClock,
    readonly demo: DemoWorld,
    readonly chance: Chance,
    size: number,
  ) {
    this.keys = Array.from({ length: size }, (_, nth) => `member-${nth}`);
  }

  static async open(chance: Chance, size: number): Promise<RandomWorld> {
    const service = await createServiceEnvironment();
    const clock = new SettableClock(daysLater(monthStart(new Date(), -3), 2));
    const config = loadConfig(service.env);
    const worker = await openWorker({ config, clock, log: silentLog });
    const demo = new DemoWorld(worker, clock, new Calendar(clock.now()));
    const world = new RandomWorld(service, worker, clock, demo, chance, size);
    await world.#found();
    return world;
  }

  async close(): Promise<void> {
    await this.worker.close();
    await this.service.close();
  }

  signIn(stranger: ApiClient, who: typeof insider | typeof officer): Promise<ApiClient> {
    return stranger.signIn(emailOf(who), password);
  }

  get treasurer(): Promise<Actor> {
    return this.demo.as(officer);
  }

  get today(): string {
    return dayOf(this.clock.now());
  }

  /** To noon of a day so many months after the beginning. */
  async advance(months: number, day: number): Promise<void> {
    this.clock.set(daysLater(monthStart(this.clock.now(), months), day - 0.5));
    await this.demo.work();
  }

  /** A word that officers read and nobody else. */
  #wordOf(key: string): string {
    const word = this.chance.word();
    if (key !== insider) this.words.set(word, key);
    return word;
  }

  async #account(key: string): Promise<string> {
    const name = `Person ${this.chance.word()}`;
    if (key !== insider && key !== officer) {
      return makeAccount({ unitOfWork: this.demo.get(UnitOfWork) }, name);
    }
    const person = { name, email: emailOf(key), password };
    const made = await this.demo.get(CreateAccount).execute(this.demo.system, person);
    return made.id;
  }

  async #found(): Promise<void> {
    const { demo } = this;
    const accountId = await this.#account(officer);
    const { cooperative, founder } = await demo.get(FoundCooperative).execute(demo.system, {
      ...demoCooperative,
      settings: { joining: 'open', description: 'Drawn by lot.' },
      founder: { accountId, displayName: this.chance.word(), classKey: 'user' },
    });
    demo.founded(cooperative.id);
    demo.members.set(officer, { accountId, memberId: founder.id });
    for (const key of this.keys.slice(1)) await this.#join(key);
    for (const role of ['treasurer', 'membership-officer'] as const) {
      await demo.get(AppointRole).execute(await this.treasurer, { memberId: founder.id, role });
    }
    await demo.get(AdoptPolicyPack).execute(await this.treasurer, { pack: 'defaults' });
    await demo.get(RegisterBankAccount).execute(await this.treasurer, {
      label: 'Main account',
      holderName: demoCooperative.name,
      accountNumber: demoIban(1),
      currency: demoCooperative.currency,
      rail: 'simulated',
    });
  }

  async #join(key: string): Promise<void> {
    const { demo } = this;
    const accountId = await this.#account(key);
    this.clock.set(daysLater(this.clock.now(), 1 / 1440));
    const applied = await demo.get(ApplyForMembership).execute(await demo.asAccount(accountId), {
      classKey: 'user',
      kind: 'person',
      displayName: this.chance.word(),
      note: this.#wordOf(key),
    });
    const applicationId = applied.application.id;
    await demo.get(AdmitMember).execute(await this.treasurer, { applicationId });
    demo.members.set(key, { accountId, memberId: applied.member.id });
  }

  /** Everybody pledges an amount of their own: nobody's is the sum of others'. */
  async pledge(): Promise<void> {
    const { demo } = this;
    const plan = await demo.get(CreatePlan).execute(await this.treasurer, {
      key: 'sliding-monthly',
      name: 'Monthly dues, as much as you can',
      currency: demoCooperative.currency,
      minimumMinor: 300n,
      suggestedMinor: 1000n,
      maximumMinor: null,
      months: 1,
    });
    this.#planId = plan.id;
    for (const key of this.keys) await this.pledgeOne(key);
  }

  /** Somebody chooses what to pay, for the first time or anew. */
  async pledgeOne(key: string): Promise<void> {
    await this.demo.get(ChoosePledge).execute(await this.demo.as(key), {
      planId: this.#planId,
      amountMinor: this.chance.amountMinor(),
    });
  }

  async payee(key: string): Promise<void> {
    await this.demo.get(SetPayeeDetails).execute(await this.demo.as(key), {
      holderName: this.#wordOf(key),
      accountNumber: demoIban(3000 + this.keys.indexOf(key)),
    });
  }

  /** A minute later: what happens now has a moment of its own. */
  tick(): void {
    this.clock.set(daysLater(this.clock.now(), 1 / 1440));
  }

  async waive(key: string): Promise<void> {
    const { demo } = this;
    const today = dayOf(this.clock.now());
    const waiver = await demo.get(AskWaiver).execute(await demo.as(key), {
      amountMinor: 0n,
      fromOn: today,
      untilOn: dayOf(daysLater(this.clock.now(), 300)),
      reason: `A treatment called ${this.#wordOf(key)}`,
    });
    await demo
      .get(DecideWaiver)
      .execute(await this.treasurer, { waiverId: waiver.id, state: 'granted' });
  }

  async move(key: string, to: 'in-arrears' | 'paused'): Promise<void> {
    await this.demo.get(ChangeStanding).execute(await this.treasurer, {
      memberId: this.demo.member(key).memberId,
      to,
      reason: to === 'paused' ? 'requested' : 'arrears',
    });
  }

  /** The bank's statement: these members paid what they owe, one after the other. */
  async paid(keys: readonly string[], tooMuchMinor = 0n): Promise<void> {
    const { demo } = this;
    const treasurer = await this.treasurer;
    const open = await demo.read(treasurer, async (tx) => {
      const rows: (InvoiceRow & { readonly key: string })[] = [];
      for (const key of keys) {
        const { memberId } = demo.member(key);
        const page = await demo
          .get(DuesQueries)
          .invoices(tx, { first: 100 }, { memberId, state: 'open' });
        rows.push(...page.rows.map((row) => ({ ...row, key })));
      }
      return rows;
    });
    const lines = open.map(({ key, reference, amountMinor, paidMinor }) => ({
      bookedOn: this.clock.now(),
      amountMinor: amountMinor - paidMinor + tooMuchMinor,
      counterpartyName: this.#wordOf(key),
      counterpartyIban: demoIban(1000 + this.keys.indexOf(key)),
      reference,
      text: `Dues ${reference}`,
      endToEndId: null,
    }));
    this.#statements += 1;
    const statement = {
      id: `S-${this.#statements}`,
      iban: demoIban(1),
      holderName: demoCooperative.name,
      currency: demoCooperative.currency,
      from: this.clock.now(),
      to: this.clock.now(),
      openingMinor: this.#balanceMinor,
      lines,
    };
    await demo.get(ImportBankStatement).execute(treasurer, {
      name: `statement-${this.#statements}.xml`,
      bytes: Buffer.from(writeCamt053(statement)),
    });
    this.#balanceMinor += lines.reduce((sum, line) => sum + line.amountMinor, 0n);
    await demo.work();
  }

  /** Somebody pays more than was asked for, and gets what is over back. */
  async refunded(key: string): Promise<void> {
    await this.paid([key], this.chance.amountMinor());
    await this.demo.get(RefundCredit).execute(await this.treasurer, {
      memberId: this.demo.member(key).memberId,
      currency: demoCooperative.currency,
    });
    await this.demo.work();
  }

  /** Makes somebody an administrator who is no treasurer. */
  async administrator(key: string): Promise<Actor> {
    const { memberId } = this.demo.member(key);
    const office = { memberId, role: 'administrator' } as const;
    await this.demo.get(AppointRole).execute(await this.treasurer, office);
    return this.demo.as(key);
  }

  /** Puts something to the vote, under a rule that is open or secret until it closes. */
  propose(policyKey: 'ordinary' | 'membership'): Promise<string> {
    const title = `Let us ${this.chance.word()}`;
    return open(this.demo, { by: officer, title, body: 'It is time.', policyKey });
  }
}
