import { Injectable } from '@nestjs/common';
import { MemberDirectory, MemberQueries } from '@rochdale/membership';
import { byKey, listsBy } from '../kit/keyed.js';
import { toMember } from './member.type.js';
import { toRoleTerm } from './role.type.js';

/** Members and their terms of office. */
@Injectable()
export class MemberLoader {
  /** As the viewer may see them. */
  readonly members = byKey((tx, ids) => this.directory.visible(tx, ids), toMember);

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

  constructor(
    private readonly directory: MemberDirectory,
    private readonly queries: MemberQueries,
  ) {}
}
