import { Injectable } from '@nestjs/common';
import { MemberDirectory, MemberQueries, OpenAffairs } from '@rochdale/membership';
import { may } from '@rochdale/platform';
import type { GraphContext } from '../kit/graph-context.js';
import { byKey, listsBy } from '../kit/keyed.js';
import { toMember } from './member.type.js';
import { toRoleTerm } from './role.type.js';

/** Members and their terms of office. */
@Injectable()
export class MemberLoader {
  /** As the viewer may see them. */
  readonly members = byKey((tx, ids) => this.directory.visible(tx, ids), toMember);

  /** As whoever has nothing but an id finds them. */
  readonly findable = byKey((tx, ids) => this.directory.findable(tx, ids), toMember);

  /** By member. */
  readonly roles = byKey(
    (tx, ids) => this.directory.rolesOf(tx, ids),
    (terms) => terms.map(toRoleTerm),
  );

  /** By member: how they came to stand as they do, for those who may know. */
  readonly standingHistories = listsBy(
    (tx, ids) => this.queries.standingHistories(tx, ids),
    ({ memberId }) => memberId,
    (change) => change,
  );

  /** By member: what is under way with them, so that they cannot be erased. */
  readonly whyNotErase = byKey(
    (tx, ids) => this.affairs.whyNotErase(tx, ids),
    ({ code }) => code,
  );

  constructor(
    private readonly directory: MemberDirectory,
    private readonly queries: MemberQueries,
    private readonly affairs: OpenAffairs,
  ) {}

  /** Why the viewer may not leave, asked once for a page; null also for who is no member. */
  async whyNotLeave(graph: GraphContext): Promise<string | null> {
    const mayLeave = may(graph.actor, 'member.leave').allowed;
    return mayLeave ? graph.read((tx) => this.queries.whyNotLeave(tx)) : null;
  }
}
