import { Injectable } from '@nestjs/common';
import { mapPage, may, permit, wordsToFind } from '@rochdale/platform';
import type { Actor, Page, PageRequest, Tx } from '@rochdale/platform';
import { memberListStore } from '../member/member-list.store.js';
import type { MemberOrder, NameReader } from '../member/member-list.store.js';
import { memberView } from '../member/member-view.js';
import type { MemberView } from '../member/member-view.js';
import { audiences, closeness, isToldPseudonyms, sees } from '../member/visibility.js';
import { currentStandings } from '../member/standing.js';
import type { Standing } from '../member/standing.js';
import { isLastAdministrator } from '../role/roles.js';
import { standingChangeStore } from '../standing/standing-change.store.js';
import type { StandingChangeRow } from '../standing/standing-change.store.js';
import { toldByStanding } from './told-by-standing.js';
import type { ToldStanding } from './told-by-standing.js';

export interface MemberFilter {
  /** For officers and treasurers; otherwise current members. */
  readonly standings?: readonly Standing[] | null;
  /** Words of the name, among names that the reader may see. */
  readonly text?: string | null;
}

/** Members, and of whom the page tells where they stand because it was asked for by that. */
export interface MemberPage extends Page<MemberView> {
  readonly told: readonly ToldStanding[];
}

/** Who reads a list, and what they call its members by. */
function nameReader(actor: Actor): NameReader {
  const viewer = closeness(actor);
  const openTo = audiences.filter((audience) => sees(viewer, audience));
  return {
    viewer,
    readerId: actor.memberId,
    audiences: openTo,
    pseudonymsTo: isToldPseudonyms(actor) ? openTo : [],
  };
}

/** Members, as the one who asks may see them. */
@Injectable()
export class MemberQueries {
  /**
   * Current members, for officers in order of joining, for others in one that tells nothing;
   * officers may ask for other standings. Each is found by what the reader calls them by, name or
   * pseudonym, and whom the reader calls nothing is left out of an order of names.
   *
   * @throws CodedError INVALID_CURSOR, INVALID_INPUT
   */
  async page(
    tx: Tx,
    request: PageRequest,
    { standings = null, text = null }: MemberFilter = {},
    orderBy: MemberOrder = 'joined',
  ): Promise<MemberPage> {
    permit(tx.actor, 'member.read');
    if (standings !== null) permit(tx.actor, 'member.read-standing');
    if (standings?.includes('applicant') === true) permit(tx.actor, 'application.read');
    const search = {
      standings: standings ?? currentStandings,
      // Who was never let in is for who lists applications.
      wereAdmitted: may(tx.actor, 'application.read').allowed || standings === null ? null : true,
      words: text === null ? null : wordsToFind(text, ['filter', 'text']),
    };
    const reader = { ...nameReader(tx.actor), orderBy };
    const shown = await memberListStore.page(tx, request, search, reader);
    const told =
      standings === null ? [] : await toldByStanding(tx, { request, search, reader, shown });
    return { ...mapPage(shown, (row) => memberView(tx.actor, row)), told };
  }

  /** Why whoever asks may not leave; null when they may. @throws CodedError FORBIDDEN */
  async whyNotLeave(tx: Tx): Promise<'LAST_ADMINISTRATOR' | null> {
    permit(tx.actor, 'member.leave');
    const { memberId, roles } = tx.actor;
    if (memberId === null || !roles.has('administrator')) return null;
    return (await isLastAdministrator(tx, memberId)) ? 'LAST_ADMINISTRATOR' : null;
  }

  /**
   * How members came to stand where they do: the latest 20 changes of each, the oldest first. One's
   * own needs no office.
   */
  async standingHistories(tx: Tx, memberIds: readonly string[]): Promise<StandingChangeRow[]> {
    const ownOnly = memberIds.every((memberId) => memberId === tx.actor.memberId);
    permit(tx.actor, ownOnly ? 'membership.read-own' : 'member.read-standing-history');
    return standingChangeStore.latestOfMembers(tx, memberIds);
  }
}
