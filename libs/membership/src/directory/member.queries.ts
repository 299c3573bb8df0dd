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

export interface MemberFilter {
  /** For officers and treasurers; otherwise current members. */
  readonly standings?: readonly Standing[] | null;
  /** Words of the name, among names that the reader may see. */
  readonly text?: string | null;
}

/** A page of a list, at most. */
const pageSize = 100;

const isNotSimply = (standing: Standing): boolean =>
  standing === 'paused' ||
  standing === 'in-arrears' ||
  standing === 'suspended' ||
  standing === 'expelled';

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
  ): Promise<Page<MemberView>> {
    permit(tx.actor, 'member.read');
    if (standings !== null) permit(tx.actor, 'member.read-standing');
    if (standings?.includes('applicant') === true) permit(tx.actor, 'application.read');
    const filter = {
      standings: standings ?? currentStandings,
      // Who was never let in is for who lists applications.
      wereAdmitted: may(tx.actor, 'application.read').allowed || standings === null ? null : true,
      words: text === null ? null : wordsToFind(text, ['filter', 'text']),
    };
    const page = await memberListStore.page(tx, request, filter, {
      ...nameReader(tx.actor),
      orderBy,
    });
    return mapPage(page, (row) => memberView(tx.actor, row));
  }

  /**
   * Of whom a list of these standings tells that they are not simply active, be it by leaving them
   * out, and on whatever page: who asks how many there are is told as much.
   */
  async toldByStanding(
    tx: Tx,
    { standings = null, text = null }: MemberFilter,
  ): Promise<{ readonly id: string; readonly standing: string }[]> {
    if (standings === null) return [];
    permit(tx.actor, 'member.read-standing');
    const isOfCurrent = standings.some((standing) => currentStandings.includes(standing));
    const leftOut = isOfCurrent ? currentStandings : [];
    const filter = {
      standings: [...new Set([...standings, ...leftOut])].filter(isNotSimply),
      wereAdmitted: true,
      words: text === null ? null : wordsToFind(text, ['filter', 'text']),
    };
    if (filter.standings.length === 0) return [];
    const found: { readonly id: string; readonly standing: string }[] = [];
    for (let after: string | null = null; ;) {
      const page = await memberListStore.page(
        tx,
        { first: pageSize, after },
        filter,
        nameReader(tx.actor),
      );
      found.push(...page.rows.map(({ id, standing }) => ({ id, standing })));
      const last = page.rows.at(-1);
      if (!page.hasNextPage || last === undefined) return found;
      after = page.cursorOf(last);
    }
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
