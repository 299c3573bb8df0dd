import { Injectable } from '@nestjs/common';
import { assert } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import type { z } from 'zod';

export interface PersonOfData {
  readonly accountId: string;
  readonly memberId: string | null;
}

/** Collects what a room keeps about a person, as plain data that JSON can carry. */
export type PersonalDataSource = (tx: Tx, person: PersonOfData) => Promise<unknown>;

/** Rooms that keep something about members say here how to hand it over to them. */
@Injectable()
export class PersonalDataSources {
  readonly #sources = new Map<string, PersonalDataSource>();
  readonly #shapes = new Map<string, z.ZodType>();

  /** @param shape which of it are ids, and of what (`idOf`); the rest is handed over as it is */
  register(room: string, shape: z.ZodType, source: PersonalDataSource): void {
    assert(!this.#sources.has(room), `the personal data of ${room} is registered once`);
    this.#sources.set(room, source);
    this.#shapes.set(room, shape);
  }

  get shapes(): Readonly<Record<string, z.ZodType>> {
    return Object.fromEntries(this.#shapes);
  }

  async collect(tx: Tx, person: PersonOfData): Promise<Record<string, unknown>> {
    const collected: Record<string, unknown> = {};
    for (const [room, source] of this.#sources) collected[room] = await source(tx, person);
    return collected;
  }
}
