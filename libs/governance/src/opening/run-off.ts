import { Injectable } from '@nestjs/common';
import type { Tx } from '@rochdale/platform';
import { newId } from '@rochdale/platform';
import { actionStore } from '../action/action.store.js';
import { authorStore } from '../authors/author.store.js';
import { ProposalDrafted } from '../governance.events.js';
import { hearingStore } from '../hearing/hearing.store.js';
import { lockProposal } from '../proposal/locked-proposal.js';
import type { ProposalRecord } from '../proposal/proposal.store.js';
import { proposalStore } from '../proposal/proposal.store.js';
import { secondStore } from '../proposal/second.store.js';
import { filingStore } from '../topic/filing.store.js';
import { isUnopened, neutral } from '../words/hearing-words.js';
import type { HearingWords } from '../words/hearing-words.js';
import { openOrEnd } from './open-or-end.js';
import { ProposalOpening } from './proposal-opening.js';

/** Puts votes again that ended with equal sides, in the transaction that closes them. */
@Injectable()
export class RunOff {
  constructor(private readonly opening: ProposalOpening) {}

  /**
   * Opens the run-off of a locked vote that is tied: the same question about the same, with the
   * same actions and seconders, under the policy that is in force now and for the electorate that
   * it draws now. Returns its id, and whether it opened: where it cannot, it says so of itself.
   */
  async open(
    tx: Tx,
    tied: ProposalRecord,
  ): Promise<{ readonly id: string; readonly isOpen: boolean }> {
    const id = newId();
    const { subjectKind, subjectId, policyId } = tied;
    await proposalStore.putAgain(tx, id, tied.id, await saidAgain(tx, tied));
    const actions = await actionStore.lockOf(tx, tied.id);
    const anew = actions.map(({ kind, payload, aboutMemberId }) => ({
      kind,
      payload,
      aboutMemberId,
    }));
    await actionStore.insert(tx, id, anew);
    await secondStore.copy(tx, id, tied.id);
    await filingStore.copy(tx, id, tied.id);
    await authorStore.copy(tx, id, tied.id);
    tx.announce(ProposalDrafted.of(id, { proposalId: id, subjectKind, subjectId, policyId }));
    const { state } = await openOrEnd(tx, this.opening, await lockProposal(tx, id));
    return { id, isOpen: state !== 'cancelled' };
  }
}

/**
 * What the vote that follows a hearing says: the same, or nothing where it went or does not open.
 * Sealed to its own row it cannot be copied unopened, and the one before keeps it for who can open
 * it.
 */
export async function saidAgain(tx: Tx, tied: ProposalRecord): Promise<HearingWords | null> {
  if (!tied.isHearing) return null;
  const said = (await hearingStore.words(tx, [tied.id])).get(tied.id);
  return said === undefined || isUnopened(said) ? neutral : said;
}
