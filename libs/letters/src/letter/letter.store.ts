import { sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';

export interface LetterRow {
  readonly id: string;
  readonly kind: string;
  readonly sealed: Buffer | null;
  readonly state: 'queued' | 'sent' | 'kept';
  readonly createdAt: Date;
}

const insert = sql(
  'letters.insert-letter',
  `insert into notifications.letters (id, kind, sealed, state, created_at)
   values ($1, $2, $3, $4, $5)`,
);
const lock = sql(
  'letters.lock-letter',
  `select id, kind, sealed, state, created_at as "createdAt" from notifications.letters
   where id = $1 for update`,
);
const markSent = sql(
  'letters.mark-letter-sent',
  `update notifications.letters set state = 'sent', sealed = null, sent_at = $2
   where id = $1 and state = 'queued'`,
);
const kept = sql(
  'letters.kept-letters',
  `select id, kind, sealed, state, created_at as "createdAt" from notifications.letters
   where state = 'kept' order by created_at desc, id desc limit $1`,
);

export const letterStore = {
  insert: (tx: Tx, letter: LetterRow & { sealed: Buffer }) =>
    tx.run(insert, [letter.id, letter.kind, letter.sealed, letter.state, tx.now]),

  lock: (tx: Tx, id: string) => tx.maybeOne<LetterRow>(lock, [id]),

  markSent: (tx: Tx, id: string) => tx.run(markSent, [id, tx.now]),

  kept: (tx: Tx, atMost: number) => tx.rows<LetterRow>(kept, [atMost]),
};
