import { newId } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { CreditNoteEntity } from './credit-note.entity.js';

export type CreditNoteRow = Readonly<CreditNoteEntity>;
export type CreditNoteDraft = Readonly<
  Omit<CreditNoteEntity, 'id' | 'cooperativeId' | 'madeByAccountId' | 'madeAt'>
>;

const notes = (tx: Tx) => tx.repository(CreditNoteEntity);

/** What was taken off invoices. Rows are only ever added. */
export const creditNoteStore = {
  insert: async (tx: Tx, draft: CreditNoteDraft): Promise<void> => {
    const { cooperativeId, now: madeAt } = tx;
    const madeByAccountId = tx.actor.accountId;
    await notes(tx).insert({ ...draft, id: newId(), cooperativeId, madeByAccountId, madeAt });
  },

  ofKey: (tx: Tx, idempotencyKey: string): Promise<CreditNoteRow | null> =>
    notes(tx).findOneBy({ cooperativeId: tx.cooperativeId, idempotencyKey }),
};
