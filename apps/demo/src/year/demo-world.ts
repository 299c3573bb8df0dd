import { randomBytes } from 'node:crypto';
import type { Type } from '@nestjs/common';
import { anonymousPrincipal } from '@rochdale/identity';
import type { OpenWorker } from '@rochdale/house';
import { ActorResolver } from '@rochdale/membership';
import { assert, systemActor, UnitOfWork } from '@rochdale/platform';
import type { Actor, SettableClock, Tx } from '@rochdale/platform';
import { Chart } from '@rochdale/treasury';
import type { ChartKey } from '@rochdale/treasury';
import type { Calendar } from './calendar.js';

export const demoCooperative = {
  slug: 'millpond',
  name: 'Millpond Hosting Co-operative',
  currency: 'EUR',
  timeZone: 'Europe/Berlin',
} as const;

/** A member as the demo knows them. */
export interface DemoMember {
  readonly accountId: string;
  readonly memberId: string;
}

/** The rooms as the worker composes them, the clock of the demo's year, and who is who in it. */
export class DemoWorld {
  readonly members = new Map<string, DemoMember>();
  readonly partners = new Map<string, string>();
  #cooperativeId: string | null = null;

  constructor(
    private readonly worker: OpenWorker,
    readonly clock: SettableClock,
    readonly calendar: Calendar,
  ) {}

  get cooperativeId(): string {
    assert(this.#cooperativeId !== null, 'the co-operative is founded first');
    return this.#cooperativeId;
  }

  founded(cooperativeId: string): void {
    this.#cooperativeId = cooperativeId;
  }

  /** A use case or a query class. */
  get<Door>(door: Type<Door>): Door {
    return this.worker.app.get<Door>(door);
  }

  get system(): Actor {
    return systemActor(this.#cooperativeId, 'seed');
  }

  member(key: string): DemoMember {
    const found = this.members.get(key);
    assert(found !== undefined, `${key} is a member`);
    return found;
  }

  partnerId(key: string): string {
    const found = this.partners.get(key);
    assert(found !== undefined, `${key} is a partner`);
    return found;
  }

  /** A member with the rights that they have at this moment of the year. */
  async as(key: string): Promise<Actor> {
    return this.asAccount(this.member(key).accountId);
  }

  async asAccount(accountId: string): Promise<Actor> {
    const principal = { ...anonymousPrincipal, kind: 'account', accountId, via: 'seed' } as const;
    return this.get(ActorResolver).resolve(principal, this.#cooperativeId, 'demo');
  }

  /** A partner's machine. */
  async asPartner(key: string): Promise<Actor> {
    const partnerId = this.partnerId(key);
    const principal = { ...anonymousPrincipal, kind: 'partner', partnerId, via: 'seed' } as const;
    return this.get(ActorResolver).resolve(principal, this.cooperativeId, 'demo');
  }

  read<Found>(actor: Actor, look: (tx: Tx) => Promise<Found>): Promise<Found> {
    return this.get(UnitOfWork).read(actor, look);
  }

  /** The ledger's account behind a key of the chart, opened if need be. */
  account(key: ChartKey): Promise<string> {
    return this.get(UnitOfWork).run(this.system, (tx) =>
      this.get(Chart).account(tx, key, demoCooperative.currency),
    );
  }

  /** Lets the worker do whatever is due at this moment of the year. */
  async work(): Promise<void> {
    await this.worker.loop.drain();
  }
}

/** A password for an account that nobody signs in to by it. */
export const anyPassword = (): string => randomBytes(15).toString('base64url');
