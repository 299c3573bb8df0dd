import { Injectable } from '@nestjs/common';
import { mapPage, permit, UnitOfWork } from '@rochdale/platform';
import type { Actor, Page, PageRequest, Tx } from '@rochdale/platform';
import { roleStore } from '../role/role.store.js';
import type { RoleTermRow } from '../role/role.store.js';
import { currentStandings } from '../member/standing.js';
import type { Standing } from '../member/standing.js';
import { standingChangeStore } from '../standing/standing-change.store.js';
import type { StandingChangeRow } from '../standing/standing-change.store.js';
import { memberStore } from '../member/member.store.js';
import { memberView } from '../member/member-view.js';
import type { MemberView } from '../member/member-view.js';

/** Members, as the one who asks may see them. */
@Injectable()
export class MemberQueries {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Current members in order of joining; officers may ask for other standings.
   *
   * @throws CodedError INVALID_CURSOR, INVALID_INPUT
   */
  async page(
    actor: Actor,
    request: PageRequest,
    standings: readonly Standing[] | null = null,
  ): Promise<Page<MemberView>> {
    permit(actor, 'member.read');
    if (standings !== null) permit(actor, 'member.read-standing-history');
    const page = await this.unitOfWork.read(actor, (tx) =>
      memberStore.page(tx, request, standings ?? currentStandings),
    );
    return mapPage(page, (row) => memberView(actor, row));
  }

  /** For loaders: in any order, without those that are not there. */
  async findMany(actor: Actor, ids: readonly string[]): Promise<MemberView[]> {
    permit(actor, 'member.read');
    const rows = await this.unitOfWork.read(actor, (tx) => memberStore.findMany(tx, ids));
    return rows.map((row) => memberView(actor, row));
  }

  /** Who holds or held which office is everybody's business: it is about power, not privacy. */
  rolesOf(actor: Actor, memberIds: readonly string[]): Promise<RoleTermRow[]> {
    permit(actor, 'member.read');
    return this.unitOfWork.read(actor, (tx) => roleStore.ofMembers(tx, memberIds));
  }

  /** How members came to stand where they do, the oldest first. One's own needs no office. */
  async standingHistories(tx: Tx, memberIds: readonly string[]): Promise<StandingChangeRow[]> {
    const ownOnly = memberIds.every((memberId) => memberId === tx.actor.memberId);
    permit(tx.actor, ownOnly ? 'membership.read-own' : 'member.read-standing-history');
    return standingChangeStore.ofMembers(tx, memberIds);
  }
}
