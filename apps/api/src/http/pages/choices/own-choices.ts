import { Injectable } from '@nestjs/common';
import { WaiverQueries } from '@rochdale/dues';
import type { WaitingWaiver } from '@rochdale/dues';
import { lapsingClaims } from '@rochdale/expenses';
import type { ExpenseView } from '@rochdale/expenses';
import { ProposalQueries } from '@rochdale/governance';
import type { ProposalView } from '@rochdale/governance';
import { MemberDirectory } from '@rochdale/membership';
import type { MemberView } from '@rochdale/membership';
import { may } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { BallotQueries } from '@rochdale/voting';
import { OwnClaims } from '../erasing/own-claims.js';
import { mostListed } from '../listed.js';

/** A ballot in a vote that is open. */
export interface OpenBallot {
  readonly ballot: { readonly id: string };
  readonly vote: ProposalView;
}

/** What a person chose or asked for, and may change or take back by themself. */
export interface Choices {
  /** Null for whoever chooses nothing here. */
  readonly shown: MemberView | null;
  readonly waivers: readonly WaitingWaiver[];
  readonly claims: readonly ExpenseView[];
  readonly hasMoreClaims: boolean;
  /** When each of these lapses that nobody decided, of those that will soon. */
  readonly lapses: ReadonlyMap<string, Date>;
  /** Those that they may take back. */
  readonly ballots: readonly OpenBallot[];
}

/** Reads what the page shows, where each of it is the visitor's own. */
@Injectable()
export class OwnChoices {
  constructor(
    private readonly members: MemberDirectory,
    private readonly waivers: WaiverQueries,
    private readonly claims: OwnClaims,
    private readonly cast: BallotQueries,
    private readonly proposals: ProposalQueries,
  ) {}

  async of(tx: Tx): Promise<Choices> {
    const { actor } = tx;
    const { memberId } = actor;
    const mayChoose = memberId !== null && may(actor, 'member.choose-visibility').allowed;
    const members = mayChoose ? await this.members.visible(tx, [memberId]) : null;
    const mayWish = may(actor, 'dues-waiver.withdraw').allowed;
    const { claims, hasMore } = may(actor, 'expense.withdraw').allowed
      ? await this.claims.undecided(tx)
      : { claims: [], hasMore: false };
    const lapses = await lapsingClaims(
      tx,
      claims.map(({ id }) => id),
    );
    return {
      shown: members?.get(memberId ?? '') ?? null,
      waivers: mayWish ? await this.waivers.waiting(tx) : [],
      claims,
      hasMoreClaims: hasMore,
      lapses,
      ballots: may(actor, 'ballot.cast').allowed ? await this.#ballots(tx) : [],
    };
  }

  /** What closes first comes first. */
  async #ballots(tx: Tx): Promise<readonly OpenBallot[]> {
    const ballots = await this.cast.toTakeBack(tx, mostListed);
    if (ballots.length === 0) return [];
    const ids = ballots.map(({ proposalId }) => proposalId);
    const votes = new Map((await this.proposals.byIds(tx, ids)).map((vote) => [vote.id, vote]));
    return ballots.flatMap((ballot) => {
      const vote = votes.get(ballot.proposalId);
      return vote === undefined ? [] : [{ ballot, vote }];
    });
  }
}
