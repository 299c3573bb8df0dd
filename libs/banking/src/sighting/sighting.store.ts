import { addDays, arrayText, canonicalJson, columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { BankLineEntity } from '../bank-line/bank-line.entity.js';
import { asTold } from '../telling/account-telling.js';
import type {
  AccountKnown,
  KnownEntry,
  KnownTelling,
  Span,
  ToldEntry,
} from '../telling/account-telling.js';
import type { EntryFacts } from '../telling/entry-facts.js';
import { SightingEntity } from './sighting.entity.js';
import { factsOfLine } from './told-entry.js';

/** How far around a statement's days lines are looked at: a reference may have moved its day. */
const daysAround = 40;

const only = [
  'id',
  'bookingDate',
  'valueDate',
  'amountMinor',
  'endToEndId',
  'bankReference',
  'counterpartyName',
  'counterpartyAccount',
  'reference',
  'freeText',
  'state',
  'source',
  'statementId',
  'rivalLineId',
  'entryId',
] as const;

type LineSeen = Readonly<Pick<BankLineEntity, (typeof only)[number]>>;

interface StatementSeen {
  readonly id: string;
  readonly file_id: string;
  readonly format: string | null;
  readonly reference: string | null;
  readonly sequence: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly opening_minor: bigint | null;
  readonly closing_minor: bigint | null;
  readonly balanced: string;
}

/** What a statement said of an entry, as it is kept. */
export type Sighting = Readonly<Omit<SightingEntity, 'cooperativeId'>>;

const statements = sql(
  'banking.list-statements-near',
  `select s.id, s.file_id, coalesce(s.format, f.format) as format, s.reference,
     s.sequence, s.from_date as "from", s.to_date as "to", s.opening_minor, s.closing_minor,
     s.balanced
   from payments.bank_statements s
   join payments.statement_files f on f.cooperative_id = s.cooperative_id and f.id = s.file_id
   where s.cooperative_id = $1 and s.bank_account_id = $2 and s.id in (
     select l.statement_id from payments.bank_lines l
     where l.cooperative_id = $1 and l.bank_account_id = $2
       and l.booking_date between $3 and $4
     union select g.statement_id from payments.bank_sightings g
     join payments.bank_lines l
       on l.cooperative_id = g.cooperative_id and l.entry_id = g.entry_id
     where g.cooperative_id = $1 and l.bank_account_id = $2
       and l.booking_date between $3 and $4)
   order by s.id`,
);
const lines = sql(
  'banking.list-lines-near',
  `select ${columnsOf(BankLineEntity, { of: 'l', only })}
   from payments.bank_lines l
   where l.cooperative_id = $1 and l.bank_account_id = $2
     and (l.booking_date between $3 and $4 or l.statement_id = any($5::uuid[])
       or l.entry_id in (select g.entry_id from payments.bank_sightings g
         where g.cooperative_id = $1 and g.statement_id = any($5::uuid[])))
   order by l.id`,
);
const sightings = sql(
  'banking.list-sightings',
  `select ${columnsOf(SightingEntity, { without: ['cooperativeId'] })}
   from payments.bank_sightings where cooperative_id = $1 and entry_id = any($2::uuid[])
   order by statement_id, place`,
);
const insert = sql(
  'banking.insert-sightings',
  `insert into payments.bank_sightings (cooperative_id, statement_id, place, entry_id, facts)
   select $1, $2, place, entry_id, facts::jsonb
   from unnest($3::integer[], $4::uuid[], $5::text[]) as seen (place, entry_id, facts)`,
);

export const sightingStore = {
  /** What is known of an account around these days. */
  around: async (
    tx: Tx,
    bankAccountId: string,
    { first, last }: { readonly first: string; readonly last: string },
  ): Promise<AccountKnown> => {
    const days = [addDays(first, -daysAround), addDays(last, daysAround)] as const;
    const who = [tx.cooperativeId, bankAccountId, ...days] as const;
    const told = await tx.rows<StatementSeen>(statements, [...who]);
    const ids = arrayText(told.map(({ id }) => id));
    const seen = await tx.rows<LineSeen>(lines, [...who, ids]);
    const entryIds = [...new Set(seen.map(({ entryId }) => entryId))];
    const rows = await tx.rows<Sighting>(sightings, [tx.cooperativeId, arrayText(entryIds)]);
    return knownOf(told, seen, rows);
  },

  insert: (tx: Tx, statementId: string, seen: readonly Omit<Sighting, 'statementId'>[]) =>
    tx.run(insert, [
      tx.cooperativeId,
      statementId,
      seen.map(({ place }) => place),
      seen.map(({ entryId }) => entryId),
      seen.map(({ facts }) => canonicalJson(facts)),
    ]),
};

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item)) ?? [];
    group.push(item);
    groups.set(keyOf(item), group);
  }
  return groups;
}

function knownOf(
  told: readonly StatementSeen[],
  seen: readonly LineSeen[],
  rows: readonly Sighting[],
): AccountKnown {
  const formats = new Map(told.map(({ id, format }) => [id, format ?? '']));
  const countedOf = countedEntries(seen);
  const byEntry = grouped(rows, ({ entryId }) => countedOf(entryId));
  const entryIdsOf = new Map<string, Set<string>>();
  const entries: KnownEntry[] = [];
  for (const [id, all] of grouped(seen, ({ entryId }) => countedOf(entryId))) {
    const own = all.filter(({ entryId }) => entryId === id);
    const [line] = own;
    if (line === undefined) continue;
    const its = byEntry.get(id) ?? [];
    const format = formats.get(line.statementId ?? '') ?? 'source';
    const first = factsOfLine(format, line, [line.bankReference]);
    // What a line of before was told by is kept in its columns alone.
    const isKept = its.some(({ statementId }) => statementId === line.statementId);
    const later = its.flatMap((one) => factsFrom(one.facts) ?? []);
    // What a bank told counts before what a source said of it.
    const source = its.length === 0 ? line.source : null;
    const isBehind = line.source !== null && source === null;
    const facts = isKept ? later : isBehind ? [...later, first] : [first, ...later];
    const from = all.flatMap(({ statementId }) => statementId ?? []);
    const tellingIds = [...new Set([...from, ...its.map(({ statementId }) => statementId)])];
    for (const telling of tellingIds) {
      const ids = entryIdsOf.get(telling) ?? new Set<string>();
      entryIdsOf.set(telling, ids.add(id));
    }
    const [earliest = first, ...others] = facts;
    const parts = own.map((part) => factsOfLine(format, part, [part.bankReference]));
    const told = asTold([earliest, ...others], ...later.map(({ split }) => split), parts);
    entries.push({ id, ...told, tellingIds, unclear: line.state === 'unclear', source });
  }
  return { entries, tellings: told.map((one) => tellingOf(one, entryIdsOf.get(one.id))) };
}

/** Which entry counts: the one itself, or the one that it was said to repeat, by however many. */
function countedEntries(seen: readonly LineSeen[]): (entryId: string) => string {
  const ofLine = new Map(seen.map(({ id, entryId }) => [id, entryId]));
  const counted = new Map<string, string>();
  for (const { entryId, state, rivalLineId } of seen) {
    const rival = ofLine.get(rivalLineId ?? '');
    if (state === 'repeated' && rival !== undefined) counted.set(entryId, rival);
  }
  return (entryId) => {
    let found = entryId;
    const passed = new Set<string>();
    for (let next = counted.get(found); next !== undefined; next = counted.get(found)) {
      if (passed.has(next)) break;
      passed.add(next);
      found = next;
    }
    return found;
  };
}

function tellingOf(one: StatementSeen, entryIds: ReadonlySet<string> = new Set()): KnownTelling {
  const { id, file_id: fileId, format, reference, sequence, from, to } = one;
  const span = one.balanced === 'balanced' ? spanOf(one) : null;
  const entries = [...entryIds];
  return {
    id,
    fileId,
    format: format ?? '',
    reference,
    sequence,
    from,
    to,
    span,
    entryIds: entries,
  };
}

function spanOf({
  opening_minor: openingMinor,
  closing_minor: closingMinor,
}: StatementSeen): Span | null {
  return openingMinor === null || closingMinor === null ? null : { openingMinor, closingMinor };
}

type Kept<Facts extends EntryFacts> = Omit<Facts, 'amountMinor'> & { readonly amountMinor: string };
type KeptFacts = Partial<Pick<Kept<EntryFacts>, 'amountMinor'>> &
  Omit<EntryFacts, 'amountMinor'> & {
    readonly split?: readonly Kept<EntryFacts>[];
    readonly payments?: readonly object[];
  };

/** Amounts are texts in JSON. Null for a part of a batch, of which only its place is kept. */
function factsFrom(kept: object): ToldEntry | null {
  const { amountMinor, split = [], payments: _, ...facts } = kept as KeptFacts;
  if (amountMinor === undefined) return null;
  return {
    ...facts,
    amountMinor: BigInt(amountMinor),
    split: split.map((part) => ({ ...part, amountMinor: BigInt(part.amountMinor) })),
  };
}
