import type { Tx } from '@rochdale/platform';
import { sql } from '@rochdale/platform';
import { hearingWords, neutral } from '../words/hearing-words.js';
import type { HearingWords } from '../words/hearing-words.js';

/** How a vote follows another by itself, beside run-offs. */
export type SequelKind = 'escalation' | 'ratification';

// A ratification asks about what was done: nothing follows from it for a subject.
const insert = sql(
  'governance.insert-sequel',
  `insert into governance.proposals (id, cooperative_id, title, body, proposer_member_id,
     subject_kind, subject_id, policy_id, state, window_hours, visibility, created_at,
     run_off_of_id, follows_as, is_hearing, words_sealed)
   select $1, cooperative_id, case when is_hearing then '${neutral.title}'
       when $5::text = 'ratification' then left('Ratification: ' || title, 200) else title end,
     case when is_hearing then '' else body end, proposer_member_id,
     case when $5::text = 'escalation' then subject_kind end,
     case when $5::text = 'escalation' then subject_id end, $6, 'draft', $7, visibility, $3, $9,
     $5::text, is_hearing, $8
   from governance.proposals where id = $2 and cooperative_id = $4
     and state in ('rejected', 'no-quorum', 'tied', 'passed', 'queued')`,
);

/** What a vote that follows is held under. */
export interface SequelTerms {
  readonly as: SequelKind;
  /** Behind which it stands: what it follows, or that one’s run-off that did not open. */
  readonly after: string;
  readonly policyId: string;
  readonly windowHours: number;
}

/** Writes the draft of the vote that follows a decided one. */
export const sequelStore = {
  insert(
    tx: Tx,
    id: string,
    decidedId: string,
    { as, after, policyId, windowHours }: SequelTerms,
    heard: HearingWords | null,
  ): Promise<void> {
    const sealed = heard === null ? null : hearingWords.seal(id, heard);
    const { now, cooperativeId } = tx;
    return tx.change(insert, [
      id,
      decidedId,
      now,
      cooperativeId,
      as,
      policyId,
      windowHours,
      sealed,
      after,
    ]);
  },
};
