import { CastBallot } from '@rochdale/voting';
import { ApiClient } from '@rochdale/testing';
import { startApi } from '../../../apps/api/src/main.js';
import type { RunningApi } from '../../../apps/api/src/main.js';
import { applicant, withdraw } from './applicant.js';
import { readAround, readPages } from './around.js';
import type { Chance } from './chance.js';
import { host, partnerNames, report } from './hosting.js';
import type { PartnerName } from './hosting.js';
import { idPairs } from './inside.js';
import type { Asker } from './inside.js';
import { insider, officer, RandomWorld } from './random-world.js';
import { Reader } from './reader.js';
import { insideIds, secretsOf } from './secrets.js';
import type { Secret } from './secrets.js';
import type { View } from './view.js';

/** What each asker read at each of three moments. */
export type Readings = Readonly<Record<Asker, readonly View[]>>;

const marks = ['agree', 'disagree', 'abstain'] as const;
type Mark = (typeof marks)[number];

export const askers: readonly Asker[] = ['stranger', 'applicant', 'member', 'partner'];

/** Three months of a random co-operative, and three who read all they can. */
export class Story {
  readonly #read: Record<Asker, View[]> = {
    stranger: [],
    applicant: [],
    member: [],
    partner: [],
  };
  #clients: Readonly<Record<Asker, ApiClient>> | null = null;
  #keys: ReadonlyMap<PartnerName, string> = new Map();
  /** Everybody but the officer and the one who reads, in an order of their fortunes. */
  #lot: readonly string[] = [];
  #secretId = '';

  private constructor(
    readonly world: RandomWorld,
    private readonly api: RunningApi,
  ) {}

  static async tell(chance: Chance, size: number): Promise<Story> {
    const world = await RandomWorld.open(chance, size);
    const api = await startApi({ env: world.service.env, clock: world.clock });
    const story = new Story(world, api);
    await story.#begin();
    await story.#firstMonth();
    await story.#laterMonths();
    return story;
  }

  async close(): Promise<void> {
    await this.api.close();
    await this.world.close();
  }

  get readings(): Readings {
    return this.#read;
  }

  client(asker: Asker): ApiClient {
    const client = this.#clients?.[asker];
    if (client === undefined) throw new Error('nobody reads yet');
    return client;
  }

  /** One of the two businesses, by its key. */
  asPartner(name: PartnerName): ApiClient {
    return this.client('stranger').withKey(this.#keys.get(name) ?? '');
  }

  /** Who reads everything about everybody, as the attacks' own canary. */
  asOfficer(): Promise<ApiClient> {
    return this.world.signIn(this.client('stranger'), officer);
  }

  /** Who has that fortune; null where there are too few for it. */
  fated(nth: number): string | null {
    return this.#lot[nth] ?? null;
  }

  /** Ids of members who hold no office, as they were told: of those that something befell first. */
  idsOfMembers(asker: Asker): string[] {
    // A partner asks about what is not its own by the ids that strangers have.
    const askedAs = asker === 'partner' ? 'stranger' : asker;
    const pairs = idPairs(askedAs, this.#read[asker].flat()).get('Member') ?? [];
    const outside = new Map(pairs.map((pair) => [pair.inside, pair.outside]));
    return this.#lot
      .map((key) => outside.get(this.world.demo.member(key).memberId))
      .filter((id) => id !== undefined);
  }

  /** What is private to all others than the asker. */
  async secretsFrom(asker: Asker): Promise<Secret[]> {
    const own = asker === 'member' ? this.world.demo.member(insider).memberId : null;
    const all = await secretsOf(this.world.service.database.adminUrl);
    return all.filter(({ memberId }) => memberId !== own);
  }

  get memberIds(): readonly string[] {
    return [...this.world.demo.members.values()].map(({ memberId }) => memberId);
  }

  /** What others than the one who reads wrote for officers. */
  get words(): readonly string[] {
    return [...this.world.words.keys()];
  }

  async insideIds(): Promise<ReadonlySet<string>> {
    const byTable = await insideIds(this.world.service.database.adminUrl);
    return new Set([...byTable.values()].flat());
  }

  async #begin(): Promise<void> {
    const { world } = this;
    this.#lot = world.chance.shuffled(
      world.keys.filter((key) => key !== officer && key !== insider),
    );
    await world.pledge();
    const keys = await host(world);
    this.#keys = keys;
    const stranger = new ApiClient(this.api.url);
    this.#clients = {
      stranger,
      applicant: await applicant(this.api, 'applicant@random.example'),
      member: await world.signIn(stranger, insider),
      partner: stranger.withKey(keys.get('Sluice') ?? ''),
    };
  }

  /** A vote is begun whose ballots nobody sees until it closes, and everybody casts theirs. */
  async voteInSecret(): Promise<void> {
    const { world } = this;
    this.#secretId = await world.propose('membership');
    for (const key of world.chance.shuffled(this.#lot)) {
      const { standing } = await world.demo.as(key);
      if (standing === 'active') await this.cast(this.#secretId, key, 'agree');
    }
    // Voters are written to: what comes later is of what is done later.
    await world.demo.work();
  }

  async changeMind(key: string): Promise<void> {
    await this.cast(this.#secretId, key, 'disagree');
  }

  /** Most pay, one of them alone in their minute; one is let off, one owes, one pauses. */
  async #firstMonth(): Promise<void> {
    const { world } = this;
    await world.advance(1, 1);
    await world.advance(0, 5);
    const [alone, first, letOff, owing, pausing, ...rest] = this.#lot;
    const before = world.clock.now().toISOString();
    if (first !== undefined) await this.#inTheirMinute(() => world.paid([first]));
    const others = [alone, ...rest, officer, insider].filter((key) => key !== undefined);
    await world.paid(world.chance.shuffled(others));
    const quantities = world.keys
      .filter((key) => key !== alone)
      .map((key) => [key, BigInt(5 + world.chance.below(90))] as const);
    await report(world, 'Lantern', new Map(quantities));
    // Reported by one partner only, and nobody else by that one.
    if (alone !== undefined) await report(world, 'Sluice', new Map([[alone, 10n]]));
    await this.#vote(await world.propose('ordinary'));
    if (letOff !== undefined) await this.#inTheirMinute(() => world.waive(letOff));
    if (owing !== undefined) await this.#inTheirMinute(() => world.move(owing, 'in-arrears'));
    if (pausing !== undefined) await this.#inTheirMinute(() => world.move(pausing, 'paused'));
    await this.#vote(await world.propose('membership'));
    await this.#readAll([before, world.clock.now().toISOString()], false);
  }

  async #laterMonths(): Promise<void> {
    const { world } = this;
    const [, , , , , refunded, changing, ...rest] = this.#lot;
    if (refunded !== undefined) {
      await this.#inTheirMinute(() => world.payee(refunded));
      await world.advance(0, 20);
    }
    if (changing !== undefined) await this.#inTheirMinute(() => world.pledgeOne(changing));
    await world.advance(1, 1);
    await world.advance(0, 6);
    if (refunded !== undefined) await this.#inTheirMinute(() => world.refunded(refunded));
    await world.paid(world.chance.shuffled(rest));
    for (const partner of partnerNames) {
      await report(world, partner, new Map(world.keys.map((key) => [key, 3n])));
    }
    // Who withdraws was a member for nobody.
    await withdraw(this.client('applicant'));
    await this.#readAll([], false);
    await world.advance(1, 5);
    await this.#readAll([], true);
  }

  async #inTheirMinute(act: () => Promise<void>): Promise<void> {
    this.world.tick();
    await act();
    this.world.tick();
  }

  /** A third of those who may vote do, one a minute. */
  async #vote(proposalId: string): Promise<void> {
    const { world } = this;
    const [alone, first, , , , ...rest] = this.#lot;
    const able = [alone, first, ...rest].filter((key) => key !== undefined);
    for (const key of world.chance.shuffled(able).slice(0, Math.ceil(able.length / 3))) {
      await this.cast(proposalId, key, marks[world.chance.below(3)] ?? 'agree');
    }
  }

  async cast(proposalId: string, key: string, mark: Mark): Promise<void> {
    const { demo } = this.world;
    this.world.tick();
    await demo.get(CastBallot).execute(await demo.as(key), { proposalId, mark, reason: null });
  }

  /** Everybody reads all they can, and what can be asked as of these moments. */
  async #readAll(moments: readonly string[], inEveryWay: boolean): Promise<void> {
    // The moment of reading is nobody else's.
    this.world.tick();
    for (const asker of askers) {
      const client = this.client(asker);
      const view = [
        ...(await new Reader(client, inEveryWay).everything()),
        ...(await readPages(client)),
        ...(await readAround(client, moments)),
      ];
      this.#read[asker].push(view);
    }
  }
}
