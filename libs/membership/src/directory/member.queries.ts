import { Injectable } from '@nestjs/common';
import { mapPage, permit } from '@rochdale/platform';
import type { Page, PageRequest, Tx } from '@rochdale/platform';
import { memberStore } from '../member/member.store.js';
import { memberView } from '../member/member-view.js';
import type { MemberView } from '../member/member-view.js';
import { currentStandings } from '../member/standing.js';
import type { Standing } from '../member/standing.js';
import { standingChangeStore } from '../standing/standing-change.store.js';
import type { StandingChangeRow } from '../standing/standing-change.store.js';

/** Members, as the one who asks may see them. */
@Injectable()
export class MemberQueries {
  /**
   * Current members in order of joining; officers may ask for other standings.
   *
   * @throws CodedError INVALID_CURSOR, INVALID_INPUT
   */
  async page(
    tx: Tx,
    request: PageRequest,
    standings: readonly Standing[] | null = null,
  ): Promise<Page<MemberView>> {
    permit(tx.actor, 'member.read');
    if (standings !== null) permit(tx.actor, 'member.read-standing-history');
    const page = await memberStore.page(tx, request, standings ?? currentStandings);
    return mapPage(page, (row) => memberView(tx.actor, row));
  }

  /** How members came to stand where they do, the oldest first. One's own needs no office. */
  async standingHistories(tx: Tx, memberIds: readonly string[]): Promise<StandingChangeRow[]> {
    const ownOnly = memberIds.every((memberId) => memberId === tx.actor.memberId);
    permit(tx.actor, ownOnly ? 'membership.read-own' : 'member.read-standing-history');
    return standingChangeStore.ofMembers(tx, memberIds);
  }
}
