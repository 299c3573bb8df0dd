import { Injectable } from '@nestjs/common';
import { Accounts, rateLimited, RateLimits } from '@rochdale/identity';
import type { MetLimit } from '@rochdale/identity';
import { permit, sha256Hex, systemActor, UnitOfWork, violates } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { admitInTx } from '../application/admit-member.js';
import { applicationStore } from '../application/application.store.js';
import { applyInTx } from '../application/applying.js';
import { demandOpenClass } from '../member-class/open-class.js';
import type { AppliedMembership } from '../application/applying.js';
import { checkedDisplayName } from '../member/known-member.js';
import { memberStore } from '../member/member.store.js';
import { beyondOfficers } from '../member/visibility.js';
import { whyNotApply } from '../member/standing-reasons.js';
import { InvitationAccepted } from '../membership.events.js';
import { nameTaken } from '../name/name-taken.js';
import { NameTries } from '../name/name-tries.js';
import { isReserved, isTakenFor } from '../name/name.js';
import { nameStore } from '../name/name.store.js';
import { invitationOver, invitationState } from './invitation.js';
import { invitationStore } from './invitation.store.js';
import type { InvitationRow } from './invitation.store.js';

export interface AcceptInvitationInput {
  /** What the letter's link carries. */
  readonly token: string;
  /** How the member wants to be called; as the invitation has it, when left out. */
  readonly displayName?: string | null;
  /** Where the request comes from: too many from one address are refused. */
  readonly address: string;
  /** Where the limits that it meets are written down. */
  readonly met?: MetLimit[] | null;
}

/** Who became a member, and of which co-operative. */
export interface AcceptedInvitation extends AppliedMembership {
  readonly cooperativeId: string;
}

const attempts = { name: 'invitation-accept', max: 30, windowSeconds: 60 };

/**
 * Whoever has the letter joins. The link proves the address: the account of it is used, or made.
 * Nobody is signed in by it, so that it is no way around a second factor.
 */
@Injectable()
export class AcceptInvitation {
  readonly #tries: NameTries;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: Accounts,
    private readonly rateLimits: RateLimits,
  ) {
    this.#tries = new NameTries(rateLimits);
  }

  /**
   * @throws CodedError INVITATION_OVER for every link that is not, or no more, MEMBER_NAME_INVALID,
   *   MEMBER_NAME_TAKEN, ALREADY_A_MEMBER, APPLICATION_OPEN, MEMBER_EXPELLED, MEMBER_CLASS_UNKNOWN,
   *   MEMBER_CLASS_NOT_OPEN, ACCOUNT_DISABLED, RATE_LIMITED
   */
  async execute(actor: Actor, input: AcceptInvitationInput): Promise<AcceptedInvitation> {
    permit(actor, 'invitation.accept');
    const displayName = input.displayName ? checkedDisplayName(input.displayName) : null;
    const { address, met } = input;
    const { allowed, retryAfterSeconds } = await this.rateLimits.consume(
      attempts,
      address,
      met ?? [],
    );
    if (!allowed) throw rateLimited(retryAfterSeconds);
    const tokenHash = sha256Hex(input.token);
    const cooperativeId = await this.unitOfWork.read(actor, (tx) =>
      invitationStore.cooperativeOf(tx, tokenHash),
    );
    if (cooperativeId === null) throw invitationOver();
    if (displayName !== null) await this.#tries.count(tokenHash);
    const service = systemActor(cooperativeId, 'job', actor.requestId);
    try {
      return await this.unitOfWork.run(service, async (tx) => {
        const invited = openOne(await invitationStore.findByToken(tx, tokenHash), tx.now);
        const name = displayName ?? checkedDisplayName(invited.name ?? '');
        if (displayName !== null && displayName !== invited.name) {
          await demandOwnName(tx, displayName);
        }
        // The account before the invitation, as who erases both: else each waited for the other.
        const contact = { email: invited.email ?? '', name };
        const accountId = await this.accounts.ofProvenAddress(tx, contact);
        const invitation = openOne(await invitationStore.lockByToken(tx, tokenHash), tx.now);
        const joined = await this.#join(tx, invitation, { accountId, displayName: name });
        const { id: memberId } = joined.member;
        await invitationStore.accept(tx, invitation.id, memberId);
        const accepted = { invitationId: invitation.id, memberId };
        tx.announce(InvitationAccepted.of(invitation.id, accepted));
        return { ...joined, cooperativeId };
      });
    } catch (error) {
      throw violates(error, 'members_account_key') ? whyNotApply('applicant') : error;
    }
  }

  async #join(
    tx: Tx,
    { classKey }: InvitationRow,
    { accountId, displayName }: { readonly accountId: string; readonly displayName: string },
  ): Promise<AppliedMembership> {
    const known = await memberStore.lockByAccount(tx, accountId);
    const waiting = known === null ? null : await applicationStore.lockOpen(tx, known.id);
    if (waiting !== null) return admitInTx(tx, waiting, null);
    await demandOpenClass(tx, { classKey, kind: 'person' });
    const applicant = { classKey, kind: 'person', displayName, note: null } as const;
    const { application } = await applyInTx(tx, accountId, applicant);
    return admitInTx(tx, application, null);
  }
}

/**
 * Nobody decides about who is invited any more: under another name than the officers wrote they are
 * nobody whom members know as an officer, or by a pseudonym. They are a member by that very act,
 * and read then what members read; of what only officers do nothing is said.
 *
 * @throws CodedError MEMBER_NAME_TAKEN
 */
async function demandOwnName(tx: Tx, name: string): Promise<void> {
  await nameStore.hold(tx);
  const taken = [
    ...(await nameStore.ofOfficers(tx, null, beyondOfficers)),
    ...(await nameStore.pseudonymsOfOthers(tx, null, beyondOfficers)),
  ];
  if (isReserved(name) || isTakenFor(name, taken)) throw nameTaken();
}

/** @throws CodedError INVITATION_OVER */
function openOne(invitation: InvitationRow | null, now: Date): InvitationRow {
  if (invitation !== null && invitationState(invitation, now) === 'open') return invitation;
  throw invitationOver();
}
