import type { z } from 'zod';
import { assert } from '../kernel/assert.js';
import { newId } from '../kernel/id.js';
import type { PermissionName } from '../kernel/permissions.js';

/** Who may read a fact in a feed: everyone, the members, or only those whom it concerns. */
export type FactVisibility = 'public' | 'members' | 'private';

/**
 * Of what is private, who reads in the audit trail whom and how much it was about: whoever has this
 * permission. To other readers of the trail it says that it happened, and when. Where one of
 * what members read may be private all the same, `privatelyFor` names it.
 */
export type FactReaders =
  | { readonly visibility: 'public' }
  | { readonly visibility: 'members'; readonly privatelyFor?: PermissionName }
  | { readonly visibility: 'private'; readonly wholeFor: PermissionName };

/**
 * What facts can be about: a closed list for the compiler. A room adds its nouns beside its facts:
 * `declare module '@rochdale/platform' { interface SubjectKinds { invoice: true } }`.
 */
export interface SubjectKinds {
  cooperative: true;
}

export type SubjectKind = keyof SubjectKinds;

export interface FactSubject {
  readonly kind: string;
  readonly id: string;
}

/** Something that happened, as a room announces it. Ids and amounts, never names or addresses. */
export interface Fact<Data extends object = Readonly<Record<string, unknown>>> {
  readonly id: string;
  readonly type: string;
  readonly version: number;
  readonly subject: FactSubject;
  readonly visibility: FactVisibility;
  readonly data: Data;
}

/** A fact as the log gives it back: with who, when, where and through what. */
export interface RecordedFact<
  Data extends object = Readonly<Record<string, unknown>>,
> extends Fact<Data> {
  readonly position: bigint;
  readonly cooperativeId: string | null;
  readonly accountId: string | null;
  readonly memberId: string | null;
  readonly partnerId: string | null;
  readonly via: string;
  readonly requestId: string;
  readonly occurredAt: Date;
}

/** What a fact is about, as `of` takes it: the id, with its kind where there are several. */
export type SubjectOf<Kind> = Kind extends readonly SubjectKind[]
  ? { readonly kind: Kind[number]; readonly id: string }
  : string;

/** A kind of fact, declared once by the room that announces it. */
export interface FactDefinition<
  Data extends object = object,
  Kind extends SubjectKind | readonly SubjectKind[] = SubjectKind | readonly SubjectKind[],
> {
  readonly type: string;
  readonly version: number;
  readonly subject: Kind;
  readonly visibility: FactVisibility;
  /** Null where feeds tell it to members or to everyone. */
  readonly wholeFor: PermissionName | null;
  /** Who reads those whole that are private, of what members read; null where none is. */
  readonly privatelyFor: PermissionName | null;
  /** What facts of an earlier version say besides, and nobody is told any more. */
  readonly withheld: readonly string[];
  /** Whether it may tell whoever did it something of another: their own archive has none of it. */
  readonly isKeptFromActor: boolean;
  readonly data: z.ZodType<Data>;
  /** The fact, to be announced: what it is about, and what happened to it. */
  of(subject: SubjectOf<Kind>, data: Data): Fact;
  /** The same where it is private this time: told to no member, and to no other program. */
  privately(subject: SubjectOf<Kind>, data: Data): Fact;
}

const definitions = new Map<string, FactDefinition>();

/**
 * Declares a fact `<room>.<NounVerbed>`: its shape, what it is about and who may read it. A changed
 * shape gets a new version, never a new meaning; another audience is another fact.
 */
export function defineFact<
  Data extends object,
  const Kind extends SubjectKind | readonly SubjectKind[],
>(
  fact: FactReaders & {
    readonly type: string;
    readonly version: number;
    readonly subject: Kind;
    readonly withheld?: readonly string[];
    readonly isKeptFromActor?: boolean;
    readonly data: z.ZodType<Data>;
  },
): FactDefinition<Data, Kind> {
  const { type, version, visibility, data: shape } = fact;
  assert(/^[a-z-]+\.[A-Z][A-Za-z]+$/.test(type), `fact ${type} is not room.NounVerbed`);
  assert(!definitions.has(type), `fact ${type} is declared twice`);
  const privatelyFor = fact.visibility === 'members' ? (fact.privatelyFor ?? null) : null;
  const made = (about: SubjectOf<Kind>, data: Data, seenBy: FactVisibility): Fact => ({
    id: newId(),
    type,
    version,
    subject: subjectOf(fact.subject, about),
    visibility: seenBy,
    data: shape.parse(data) as Readonly<Record<string, unknown>>,
  });
  const definition: FactDefinition<Data, Kind> = {
    ...fact,
    wholeFor: fact.visibility === 'private' ? fact.wholeFor : null,
    privatelyFor,
    withheld: fact.withheld ?? [],
    isKeptFromActor: fact.isKeptFromActor ?? false,
    of: (about, data) => made(about, data, visibility),
    privately(about, data) {
      assert(privatelyFor !== null, `fact ${type} says not who reads it where it is private`);
      return made(about, data, 'private');
    },
  };
  definitions.set(type, definition);
  return definition;
}

function subjectOf(
  kind: SubjectKind | readonly SubjectKind[],
  about: string | FactSubject,
): FactSubject {
  if (typeof about !== 'string') return about;
  assert(typeof kind === 'string', 'a fact about several kinds says which');
  return { kind, id: about };
}

/** The catalogue of facts: every kind that any loaded room declared. */
export function allFacts(): ReadonlyMap<string, FactDefinition> {
  return definitions;
}
