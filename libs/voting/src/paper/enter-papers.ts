import { Injectable } from '@nestjs/common';
import { permit, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { askOfficers } from '../asking/asked-officers.js';
import { votingErrors } from '../voting.errors.js';
import { OwnPaperEntered, PapersEntered } from '../voting.events.js';
import { handedPaperStore } from './handed-paper.store.js';
import type { HandedSums } from './handed-paper.store.js';
import { heldPapers, requireInTime, requireUnconfirmed } from './held-papers.js';
import { protocolHash, readProtocol } from './paper.js';
import type { GivenProtocol, PaperProtocol } from './paper.js';
import { paperStore } from './paper.store.js';

export interface EnterPapersInput extends GivenProtocol {
  readonly proposalId: string;
}

/** An officer enters papers as they were counted; nothing of it counts until another confirms. */
@Injectable()
export class EnterPapers {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * In place of what was entered before and nobody confirmed; the same once more, by whomever, is
   * what was entered before, and by whom. Returns what is to be confirmed.
   *
   * @throws CodedError PROPOSAL_NOT_FOUND, PAPER_NOT_USED, PAPER_CONFIRMED, VOTING_CLOSED,
   *   PAPER_TOO_EARLY while voting goes on, PAPER_TOO_LATE, PAPER_PROTOCOL_MISSING,
   *   PAPER_NUMBERS_DIFFER where not every paper is somewhere, once, or the list says otherwise,
   *   BALLOT_MARK_INVALID and what the kind refuses of a ballot
   */
  async execute(
    actor: Actor,
    { proposalId, ...given }: EnterPapersInput,
  ): Promise<{ readonly proposalId: string; readonly contentHash: string }> {
    permit(actor, 'paper.enter');
    const { memberId } = actor;
    if (memberId === null) throw new Error('an officer is a member');
    return this.unitOfWork.run(actor, async (tx) => {
      const vote = await heldPapers(tx, proposalId);
      const { rule, closesAt } = vote;
      await requireUnconfirmed(tx, proposalId);
      if (closesAt > tx.now) {
        const message = 'Papers are counted when voting is over.';
        throw votingErrors.error('PAPER_TOO_EARLY', message, { path: ['proposalId'] });
      }
      await requireInTime(tx, vote);
      const protocol = readProtocol(rule, given);
      requireAsListed(protocol, await handedPaperStore.sums(tx, proposalId));
      const contentHash = protocolHash(protocol);
      const before = await paperStore.find(tx, proposalId);
      if (before?.contentHash === contentHash) return { proposalId, contentHash };
      await paperStore.enter(tx, proposalId, protocol, { contentHash, memberId });
      tx.announce(PapersEntered.of(proposalId, { proposalId }));
      await tell(tx, proposalId, { by: memberId, isFirst: before === null });
      return { proposalId, contentHash };
    });
  }
}

/** How many were handed out, and came back, the list knows. */
function requireAsListed({ handedOut, rest }: PaperProtocol, listed: HandedSums): void {
  if (handedOut !== listed.handedOut) {
    const message = `By the list of voters ${listed.handedOut} papers were handed out.`;
    throw votingErrors.error('PAPER_NUMBERS_DIFFER', message, { path: ['handedOut'] });
  }
  if (rest?.returned === listed.returned) return;
  const message = `By the list of voters ${listed.returned} papers came back unused.`;
  throw votingErrors.error('PAPER_NUMBERS_DIFFER', message, { path: ['returned'] });
}

/** Whoever confirms them is asked each time, whoever votes by one told once. */
async function tell(
  tx: Tx,
  proposalId: string,
  { by, isFirst }: { readonly by: string; readonly isFirst: boolean },
): Promise<void> {
  await askOfficers(tx, proposalId, { asks: 'confirm', isReminder: false, except: by });
  if (!isFirst) return;
  for (const memberId of await handedPaperStore.votersOnPaper(tx, proposalId)) {
    tx.announce(OwnPaperEntered.of(proposalId, { proposalId, memberId }));
  }
}
