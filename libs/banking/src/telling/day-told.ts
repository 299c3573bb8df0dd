import type { AccountKnown, KnownEntry, KnownTelling, Span, Telling } from './account-telling.js';
import { alike, onlyOf } from './assignment.js';
import type { Alike } from './assignment.js';
import { knownPart, toldPart } from './day-part.js';
import type { DayPart } from './day-part.js';
import { closest } from './closest.js';
import type { Compared } from './closest.js';
import { isRetold, relationOf } from './relation.js';
import type { Facing, Relation } from './relation.js';

/** A day of a telling beside all that is known of it. */
export interface DayTold {
  readonly day: string;
  readonly account: AccountKnown;
  readonly telling: Telling;
  readonly told: DayPart<number>;
  /** What the entries of the day may be: places of the telling, and of the account's entries. */
  readonly pairs: readonly Alike[];
  /** What is known of the day's way, each part of it once, and the entries that walk it. */
  readonly way: readonly { readonly span: Span; readonly ids: ReadonlySet<string> }[];
  /** How this telling lies to those that told an entry; empty for one that only a source told. */
  readonly relations: (entry: KnownEntry) => readonly Beside[];
  /** How it lies to each of before that speaks of the day. */
  readonly beside: readonly Beside[];
}

/** A telling of before beside the one at hand. */
export interface Beside {
  readonly other: KnownTelling;
  /** What that one shows of the day. */
  readonly known: DayPart<KnownEntry>;
  readonly as: Relation;
  /** It is the same statement, or leads the same way with the same amounts. */
  readonly isRetold: boolean;
}

export function dayTold(compared: Compared, day: string): DayTold {
  const { account, telling, byId } = compared;
  const told = toldPart(telling, day);
  const parts = account.tellings.flatMap((other) => {
    const part = knownPart(other, byId, day);
    return part.entries.length === 0 ? [] : [{ other, known: part }];
  });
  const pairs = pairsOf(compared, day);
  const way = wayOf(parts.map(({ known }) => known));
  const spans = way.map(({ span }) => span);
  const relations = new Map<string, Beside>(
    parts.map(({ other, known }) => {
      const own = new Map(known.entries.map((entry, at) => [entry, at]));
      const its = onlyOf(
        pairs,
        () => true,
        (at) => own.get(account.entries[at] as KnownEntry),
      );
      const on: Facing['on'] = (at) => [toldPart(telling, at), knownPart(other, byId, at)];
      const facing = { telling, told, other, known, pairs: its, way: spans, on };
      const as = relationOf(facing);
      return [other.id, { other, known, as, isRetold: isRetold(facing) }] as const;
    }),
  );
  return {
    day,
    account,
    telling,
    told,
    pairs,
    way,
    beside: [...relations.values()],
    relations: ({ tellingIds }) => tellingIds.flatMap((id) => relations.get(id) ?? []),
  };
}

function pairsOf({ account, telling, nearby, kinds }: Compared, day: string): Alike[] {
  return kinds.flatMap((places): Alike[] => {
    const facts = telling.entries[places[0] ?? -1];
    if (facts?.day !== day) return [];
    return alike(
      places,
      nearby.of(facts).flatMap((known) => {
        const entry = account.entries[known] as KnownEntry;
        if (!entry.facts.some((its) => its.day === day)) return [];
        const found = closest(facts, entry);
        const isSourced = entry.source !== null && found?.likeness !== 'key';
        return found === null || isSourced ? [] : [[known, found] as const];
      }),
    );
  });
}

/** What is known of the day's way. A part that lies in another says nothing more of it. */
function wayOf(parts: readonly DayPart<KnownEntry>[]): DayTold['way'] {
  const proven = parts.flatMap(({ span, entries }) =>
    span === null ? [] : [{ span, ids: new Set(entries.map(({ id }) => id)) }],
  );
  return proven.filter(
    ({ ids }, at) =>
      !proven.some(
        (other, its) =>
          its !== at &&
          [...ids].every((id) => other.ids.has(id)) &&
          (other.ids.size > ids.size || its < at),
      ),
  );
}
