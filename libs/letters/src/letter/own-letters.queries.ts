import { columnsOf, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { LetterEntity } from './letter.entity.js';

const only = ['id', 'kind', 'state', 'sealed', 'createdAt', 'sentAt'] as const;
const statement = sql(
  'letters.export-own-letters',
  `select ${columnsOf(LetterEntity, { only })} from notifications.letters
   where cooperative_id = $1 and member_id = $2 order by created_at, id`,
);

/** What was written to a member; the words of it sealed, as long as they are kept. */
export const ownLetters = (tx: Tx, memberId: string | null) =>
  tx.rows<Readonly<Pick<LetterEntity, (typeof only)[number]>>>(statement, [
    tx.cooperativeId,
    memberId,
  ]);
