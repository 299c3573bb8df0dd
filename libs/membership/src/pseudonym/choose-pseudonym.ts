import { Injectable } from '@nestjs/common';
import { assert, permit, UnitOfWork } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { lockedMember, ownMemberId } from '../member/known-member.js';
import type { MemberRow } from '../member/member.store.js';
import { audiences, beyondOfficers, closeness, parseAudience, sees } from '../member/visibility.js';
import type { Audience } from '../member/visibility.js';
import { membershipErrors } from '../membership.errors.js';
import { PseudonymChosen } from '../membership.events.js';
import { NameTries } from '../name/name-tries.js';
import { nameStore } from '../name/name.store.js';
import { isLikeAnother, parsePseudonym } from './pseudonym.js';
import { pseudonymStore } from './pseudonym.store.js';

/** What is left out, or null, stays. */
export interface ChoosePseudonymInput {
  /** Empty: none any more. */
  readonly pseudonym?: string | null;
  /** Officers, members or public. */
  readonly visibleTo?: string | null;
}

/** So many are kept for one member, those that were given up lately included. */
const mostKept = 12;

/**
 * A member says by what they are called before those who do not see their name. It is nobody
 * else's, was not lately, and is no name that the member sees: of names that they do not see
 * nothing is said, or trying would find them.
 */
@Injectable()
export class ChoosePseudonym {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly tries: NameTries,
  ) {}

  /**
   * @throws CodedError PSEUDONYM_INVALID, PSEUDONYM_TAKEN, PSEUDONYM_CHANGED_OFTEN,
   *   VISIBILITY_UNKNOWN, MEMBER_UNKNOWN, RATE_LIMITED
   */
  async execute(actor: Actor, input: ChoosePseudonymInput): Promise<MemberRow> {
    permit(actor, 'member.choose-pseudonym');
    const given = input.pseudonym ?? null;
    const wanted = given === null || given.trim() === '' ? null : parsePseudonym(given);
    const audience = input.visibleTo ? parseAudience(input.visibleTo, ['visibleTo']) : null;
    const isOpened = audience !== null && isRead(audience);
    const isTaking = wanted !== null || isOpened;
    if (isTaking) await this.tries.count(ownMemberId(actor));
    return this.unitOfWork.run(actor, async (tx) => {
      if (isTaking) await nameStore.hold(tx);
      const member = await lockedMember(tx, ownMemberId(actor));
      const pseudonym = given === null ? member.pseudonym : (wanted?.text ?? null);
      // Who chooses one for the first time and says no more wants to be called by it.
      const isFirst = member.pseudonym === null && pseudonym !== null;
      const visibleTo = audience ?? (isFirst ? 'public' : member.pseudonymVisibleTo);
      if (given !== null || isRead(visibleTo) !== isRead(member.pseudonymVisibleTo)) {
        await exchange(tx, member, pseudonym, visibleTo);
      }
      const chosen = { memberId: member.id, isSet: pseudonym !== null, visibleTo };
      tx.announce(PseudonymChosen.of(member.id, chosen));
      return pseudonymStore.set(tx, member.id, pseudonym, visibleTo);
    });
  }
}

const isRead = (audience: Audience): boolean => beyondOfficers.includes(audience);

/**
 * Gives up the pseudonym that others read, and takes the wanted one where others are going to. One
 * that only officers read is on no record and in nobody's way, or trying would find it.
 */
async function exchange(tx: Tx, member: MemberRow, text: string | null, visibleTo: Audience) {
  const { id, pseudonym, pseudonymVisibleTo } = member;
  const givenUp = await pseudonymStore.giveUp(tx, id);
  const wasRead = pseudonym !== null && isRead(pseudonymVisibleTo);
  assert(givenUp === (wasRead ? 1 : 0), 'the pseudonym that others read is on record');
  const isHidden = !isRead(visibleTo);
  // Nothing stands in the way of who hides the one that they have.
  if (text === null || (isHidden && text === pseudonym)) return;
  const wanted = parsePseudonym(text);
  const viewer = closeness(tx.actor);
  const openTo = audiences.filter((audience) => sees(viewer, audience));
  const names = await pseudonymStore.inUse(tx, id, openTo);
  const isTaken =
    isLikeAnother(wanted, names) ||
    (await nameStore.wasOfAnother(tx, member, wanted.text)) ||
    (!isHidden && !(await pseudonymStore.take(tx, member, wanted.folded)));
  if (isTaken) {
    throw membershipErrors.error(
      'PSEUDONYM_TAKEN',
      'That is the name of somebody else, or of an office, or is too much like one, or was lately.',
      { path: ['pseudonym'] },
    );
  }
  if ((await pseudonymStore.ofMember(tx, id)).length > mostKept) {
    const message = 'You had many pseudonyms within a year. Take one of them again, or wait.';
    throw membershipErrors.error('PSEUDONYM_CHANGED_OFTEN', message, { path: ['pseudonym'] });
  }
}
