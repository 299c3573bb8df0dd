import { holdersNow } from '@rochdale/membership';
import { sql } from '@rochdale/platform';
import type { Role, Tx } from '@rochdale/platform';
import { PapersAsked } from '../voting.events.js';
import { votingPermissions } from '../voting.permissions.js';
import type { AskingStep } from './paper-asking.entity.js';

const claim = sql(
  'voting.claim-asking-for-papers',
  `insert into governance.paper_askings (proposal_id, step, cooperative_id, asked_at)
   values ($1, $2, $3, $4) on conflict do nothing`,
);

/** Whether nobody was asked at this step before: it is done once, whoever comes twice. */
export const claimAsking = async (tx: Tx, id: string, step: AskingStep): Promise<boolean> =>
  (await tx.run(claim, [id, step, tx.cooperativeId, tx.now])) === 1;

const asked = { enter: 'paper.enter', confirm: 'paper.confirm' } as const;

/** What is asked of officers, and of whom not. */
export interface Asking {
  readonly asks: keyof typeof asked;
  readonly isReminder: boolean;
  /** Who entered papers does not confirm them; null where nobody did. */
  readonly except: string | null;
}

/** Writes to all who may enter papers of a vote, or confirm them. */
export async function askOfficers(tx: Tx, proposalId: string, asking: Asking): Promise<void> {
  const { asks, isReminder, except } = asking;
  const roles: readonly Role[] = votingPermissions[asked[asks]].to;
  const officerMemberIds = (await holdersNow(tx, roles)).filter((id) => id !== except);
  if (officerMemberIds.length === 0) return;
  const told = { proposalId, officerMemberIds, asks, isReminder };
  tx.announce(PapersAsked.of(proposalId, told));
}
