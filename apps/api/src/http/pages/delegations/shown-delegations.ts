import { Injectable } from '@nestjs/common';
import { ProposalQueries, TopicQueries } from '@rochdale/governance';
import type { ProposalView } from '@rochdale/governance';
import { GroupQueries, MemberDirectory, MemberQueries } from '@rochdale/membership';
import type { MemberView } from '@rochdale/membership';
import { may } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { DelegationQueries } from '@rochdale/voting';
import type { DelegationUse, DelegationView } from '@rochdale/voting';
import { mostListed } from '../listed.js';

/** An open vote in which the visitor may have somebody vote for them. */
export interface OfferedVote {
  readonly vote: ProposalView;
  /** What becomes of what they gave; null where they gave none. */
  readonly use: DelegationUse | null;
}

/** Who votes for whom, as far as it is the visitor's, and whom they may choose. */
export interface ShownDelegations {
  readonly given: readonly DelegationView[];
  readonly held: readonly DelegationView[];
  readonly offered: readonly OfferedVote[];
  /** What each is called to the visitor, by id; of whom no name is told, nothing. */
  readonly names: ReadonlyMap<string, string>;
  /** What votes are about, by id, and topics, by key. */
  readonly titles: ReadonlyMap<string, string>;
  /** What is filed under these they may have somebody vote on. */
  readonly topics: readonly { readonly key: string; readonly title: string }[];
  /** What working groups are called, by key; and those that are open. */
  readonly groupNames: ReadonlyMap<string, string>;
  readonly groups: readonly { readonly key: string; readonly name: string }[];
  readonly choices: readonly MemberView[];
  readonly hasMoreChoices: boolean;
}

/** Reads what the page of delegations shows. */
@Injectable()
export class OwnDelegationsShown {
  constructor(
    private readonly delegations: DelegationQueries,
    private readonly proposals: ProposalQueries,
    private readonly members: MemberQueries,
    private readonly directory: MemberDirectory,
    private readonly topics: TopicQueries,
    private readonly groups: GroupQueries,
  ) {}

  /**
   * Null for who has no vote to give, an applicant for instance.
   *
   * @param find words of the name of whom they want to choose; none when empty
   */
  async of(tx: Tx, find: string): Promise<ShownDelegations | null> {
    if (!may(tx.actor, 'delegation.give').allowed) return null;
    const all = { first: mostListed };
    const given = (await this.delegations.page(tx, 'given', all)).rows;
    const held = (await this.delegations.page(tx, 'held', all)).rows;
    const votes = await this.delegations.offered(tx, mostListed);
    const about = [...given, ...held].flatMap(({ scopeKind, scopeId }) =>
      scopeKind === 'proposal' || scopeKind === 'proxy' ? [scopeId] : [],
    );
    const found = await this.proposals.byIds(tx, [...new Set([...votes, ...about])]);
    const uses = await this.delegations.own(tx, votes);
    const useIn = new Map(uses.map(({ proposalId, use }) => [proposalId, use]));
    const byId = new Map(found.map((vote) => [vote.id, vote]));
    const page = await this.members.page(tx, all, { text: find === '' ? null : find }, 'name');
    const topics = await this.topics.all(tx);
    const groups = await this.groups.all(tx);
    const others = [...given.map((one) => one.delegateId), ...held.map((one) => one.memberId)];
    const named = await this.directory.visible(tx, [...new Set(others)]);
    return {
      given,
      held,
      offered: votes.flatMap((id) => {
        const vote = byId.get(id);
        return vote === undefined ? [] : [{ vote, use: useIn.get(id) ?? null }];
      }),
      names: new Map([...named].map(([id, { displayName }]) => [id, displayName ?? ''])),
      titles: new Map([
        ...found.map(({ id, title }) => [id, title] as const),
        ...topics.map(({ key, title }) => [key, title] as const),
      ]),
      topics: topics.filter(({ retiredAt }) => retiredAt === null),
      groupNames: new Map(groups.map(({ key, name }) => [key, name])),
      groups: groups.filter(({ closedAt }) => closedAt === null),
      choices: page.rows.filter(({ id }) => id !== tx.actor.memberId),
      hasMoreChoices: page.hasNextPage,
    };
  }
}
