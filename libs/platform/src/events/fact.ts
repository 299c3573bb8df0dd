import type { z } from 'zod';
import { assert } from '../kernel/assert.js';
import { newId } from '../kernel/id.js';

/** Who may read a fact in a feed: everyone, the members, or only those whom it concerns. */
export type FactVisibility = 'public' | 'members' | 'private';

export interface FactSubject {
  readonly kind: string;
  readonly id: string;
}

/** Something that happened, as a room announces it. Ids and amounts, never names or addresses. */
export interface Fact {
  readonly id: string;
  readonly type: string;
  readonly version: number;
  readonly subject: FactSubject;
  readonly visibility: FactVisibility;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A fact as the log gives it back: with who, when, where and through what. */
export interface RecordedFact extends Fact {
  readonly position: bigint;
  readonly cooperativeId: string | null;
  readonly accountId: string | null;
  readonly memberId: string | null;
  readonly partnerId: string | null;
  readonly via: string;
  readonly requestId: string;
  readonly occurredAt: Date;
}

/** A kind of fact, declared once by the room that announces it. */
export interface FactDefinition<Data extends object> {
  readonly type: string;
  readonly version: number;
  readonly data: z.ZodType<Data>;
  of(what: { subject: FactSubject; visibility: FactVisibility; data: Data }): Fact;
}

const definitions = new Map<string, FactDefinition<object>>();

/**
 * Declares a fact `<room>.<NounVerbed>`. A changed shape gets a new version, never a new meaning.
 */
export function defineFact<Data extends object>(
  type: string,
  version: number,
  data: z.ZodType<Data>,
): FactDefinition<Data> {
  assert(/^[a-z-]+\.[A-Z][A-Za-z]+$/.test(type), `fact ${type} is not room.NounVerbed`);
  assert(!definitions.has(type), `fact ${type} is declared twice`);
  const definition: FactDefinition<Data> = {
    type,
    version,
    data,
    of: (what) => ({
      id: newId(),
      type,
      version,
      subject: what.subject,
      visibility: what.visibility,
      data: data.parse(what.data) as Readonly<Record<string, unknown>>,
    }),
  };
  definitions.set(type, definition);
  return definition;
}

export function allFacts(): ReadonlyMap<string, FactDefinition<object>> {
  return definitions;
}
