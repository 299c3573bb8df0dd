import { columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { LetterEntity } from './letter.entity.js';
import type { LetterState } from './letter.js';

export interface NewLetter {
  readonly id: string;
  readonly kind: string;
  readonly sealed: Buffer;
  readonly addressMark: Buffer;
  readonly state: Extract<LetterState, 'queued' | 'kept'>;
  /** The fact that it follows, and whom it tells; null for a letter that follows none. */
  readonly follows: { readonly factId: string; readonly memberId: string } | null;
}

export interface ClaimedLetter {
  readonly id: string;
  readonly sealed: Buffer;
  /** How often it was claimed: whoever claimed it last may say what became of it. */
  readonly tries: number;
}

// `is not distinct from`: letters about accounts belong to no co-operative.
const own = `cooperative_id is not distinct from $1::uuid`;

const insert = sql(
  'letters.insert-letter',
  `insert into notifications.letters
     (cooperative_id, id, kind, sealed, state, fact_id, member_id, created_at, address_mark)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
   on conflict on constraint letters_fact_unique do nothing`,
);
const find = sql(
  'letters.find-letter',
  `select state from notifications.letters where ${own} and id = $2`,
);
// The lease is machine time: it guards against processes, and outlives what a server may take.
const claim = sql(
  'letters.claim-letter',
  `update notifications.letters set sending_since = clock_timestamp(), tries = tries + 1
   where ${own} and id = $2 and state in ('queued', 'given-up')
     and (sending_since is null or sending_since < clock_timestamp() - interval '2 minutes')
   returning id, sealed, tries`,
);
const release = sql(
  'letters.release-letter',
  `update notifications.letters set sending_since = null
   where ${own} and id = $2 and state in ('queued', 'given-up') and tries = $3`,
);
const markSent = sql(
  'letters.mark-letter-sent',
  `update notifications.letters
     set state = 'sent', sealed = null, sent_at = $4, sending_since = null
   where ${own} and id = $2 and state in ('queued', 'given-up') and tries = $3`,
);
const giveUp = sql(
  'letters.give-up-letter',
  `update notifications.letters set state = 'given-up'
   where ${own} and id = $2 and state = 'queued' returning kind`,
);
const sweep = sql(
  'letters.sweep-letters-of-accounts',
  `delete from notifications.letters
   where cooperative_id is null and state <> 'queued' and coalesce(sent_at, created_at) < $1`,
);
const keptColumns = columnsOf(LetterEntity, { only: ['id', 'sealed', 'createdAt'] });
const kept = sql(
  'letters.list-kept-letters',
  `select ${keptColumns} from notifications.letters
   where state = 'kept' order by created_at desc, id desc limit $1`,
);

export const letterStore = {
  /** False when the member was told of the fact already. */
  insert: async (tx: Tx, letter: NewLetter): Promise<boolean> => {
    const { id, kind, sealed, state, follows, addressMark } = letter;
    const { factId = null, memberId = null } = follows ?? {};
    const { cooperativeId } = tx.actor;
    const params = [cooperativeId, id, kind, sealed, state, factId, memberId, tx.now];
    return (await tx.run(insert, [...params, addressMark])) === 1;
  },

  stateOf: async (tx: Tx, id: string): Promise<LetterState | null> =>
    (await tx.maybeOne<{ state: LetterState }>(find, [tx.actor.cooperativeId, id]))?.state ?? null,

  /** Null when it is sent, or being sent by another process. */
  claim: (tx: Tx, id: string): Promise<ClaimedLetter | null> =>
    tx.maybeOne<ClaimedLetter>(claim, [tx.actor.cooperativeId, id]),

  release: async (tx: Tx, { id, tries }: ClaimedLetter): Promise<boolean> =>
    (await tx.run(release, [tx.actor.cooperativeId, id, tries])) === 1,

  markSent: async (tx: Tx, { id, tries }: ClaimedLetter): Promise<boolean> =>
    (await tx.run(markSent, [tx.actor.cooperativeId, id, tries, tx.now])) === 1,

  /** The letter's kind, or null when there is nothing to give up any more. */
  giveUp: async (tx: Tx, id: string): Promise<string | null> =>
    (await tx.maybeOne<{ kind: string }>(giveUp, [tx.actor.cooperativeId, id]))?.kind ?? null,

  /** Of no co-operative: only a unit of work without one reaches them. */
  sweep: (tx: Tx, before: Date): Promise<number> => tx.run(sweep, [before]),

  /** Over all co-operatives: only a unit of work without one sees them. */
  kept: (tx: Tx, atMost: number): Promise<{ id: string; sealed: Buffer; createdAt: Date }[]> =>
    tx.rows(kept, [atMost]),
};
