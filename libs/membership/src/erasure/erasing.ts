import type { AccountRow, Accounts } from '@rochdale/identity';
import { assert, lastFactAt } from '@rochdale/platform';
import type { Letters, Tx } from '@rochdale/platform';
import { archiveStore } from '../archive/archive.store.js';
import { memberStore } from '../member/member.store.js';
import type { MemberRow } from '../member/member.store.js';
import { MemberErased, MemberRenamed } from '../membership.events.js';
import { ForgetMemberJob, SweepArchivesJob } from '../membership.jobs.js';
import { nameStore } from '../name/name.store.js';
import { marksOfNames } from './called.queries.js';
import { erasureStore } from './erasure.store.js';
import { tellTakenNames } from './taken-names.js';
import type { TakenName } from './taken-names.js';

/** Who knows the person by other than their membership. */
export interface Acquainted {
  readonly accounts: Accounts;
  readonly letters: Letters;
}

type Address = Pick<AccountRow, 'email'>;

/** An account that goes, and whether what invites its address elsewhere ends as well. */
interface Going {
  readonly accountId: string;
  readonly forgetsInvitations: boolean;
}

interface Ending {
  /** Whose invitations and letters are forgotten as well. */
  readonly address: Address | null;
  readonly keepsAccount: boolean;
  readonly forgetsInvitations: boolean;
  readonly erasedAt: Date;
  readonly removesTexts: boolean;
  /** By which banks may call them. */
  readonly names: readonly TakenName[];
}

/**
 * Locks the account of a member who is to be erased, before the member: who becomes a member by it
 * elsewhere, or is erased there, is waited for, and is then counted. The order of all who lock more
 * than one of them is: standing, account, invitation, application, member. Invitations of an
 * address that is erased come after all: who joins by one of them holds the account before it.
 */
export async function holdOwner(tx: Tx, accounts: Accounts, memberId: string): Promise<void> {
  const [known] = await memberStore.findMany(tx, [memberId]);
  const accountId = known?.accountId ?? null;
  if (accountId !== null) await accounts.lock(tx, accountId);
}

/** Once the account is erased: of one that is there, letters of elsewhere stay. */
const forgetLetters = (tx: Tx, letters: Letters, { email }: Address, going: Going | null) =>
  letters.forget(tx, email, {
    erasedAccountId: going?.accountId ?? null,
    withInvitations: going?.forgetsInvitations ?? false,
  });

/** Takes the name and every note of a locked member away, who does not belong, and lists them. */
async function takeAway(
  tx: Tx,
  { accounts, letters }: Acquainted,
  { id, accountId }: Pick<MemberRow, 'id' | 'accountId'>,
  { address, keepsAccount, forgetsInvitations, erasedAt, removesTexts, names }: Ending,
): Promise<MemberRow> {
  await tellTakenNames(tx, { memberId: id, names });
  const erased = await memberStore.erase(tx, id, address?.email ?? null);
  const goes = keepsAccount || accountId === null ? null : { accountId, forgetsInvitations };
  if (accountId !== null) {
    // Also where the account lives on: nobody fetches what was kept here any more.
    const ended = await archiveStore.endOf(tx, accountId);
    const { cooperativeId } = tx;
    if (ended > 0) tx.enqueue(SweepArchivesJob, { cooperativeId, slot: tx.now.toISOString() });
    await accounts.leaveCooperative(tx, accountId);
    if (goes !== null) {
      await accounts.erase(tx, accountId, forgetsInvitations);
      // They may have asked elsewhere, too, also where they never belonged.
      await archiveStore.endEverywhere(tx, accountId);
    }
  }
  if (address !== null) await forgetLetters(tx, letters, address, goes);
  const erasure = { memberId: id, accountId: goes?.accountId ?? null, erasedAt, removesTexts };
  const called = names.map(({ name }) => name);
  const listed = await erasureStore.insert(tx, erasure, marksOfNames(tx, id, called));
  assert(listed === 1, 'who is erased is listed');
  tx.announce(MemberErased.of(id, { memberId: id }));
  return erased;
}

/**
 * The name is nobody else's, before those who could read it. Where it was hidden from members, a
 * mark of it would tell them what they did not know. A back-up does not know what was hidden last.
 */
async function reserveName(tx: Tx, member: MemberRow): Promise<void> {
  const { displayName, admittedAt, nameVisibleTo } = member;
  if (displayName === null || admittedAt === null || nameVisibleTo === 'officers') return;
  await nameStore.reserve(tx, displayName);
}

/** Where somebody was only declined is no place to come back to: it goes with the account. */
async function isKeptElsewhere(tx: Tx, accountId: string): Promise<boolean> {
  const kept = await memberStore.keeping(tx, [accountId]);
  return kept.some(({ cooperativeId }) => cooperativeId !== tx.cooperativeId);
}

/**
 * Takes a locked account away that is kept nowhere. What co-operatives have of whom they declined
 * follows, in each of them; so do, at night, invitations of its address where its person asked.
 */
export async function eraseAccountInTx(
  tx: Tx,
  { accounts, letters }: Acquainted,
  { id, ...address }: Pick<AccountRow, 'id'> & Address,
  { forgetsInvitations }: Pick<Going, 'forgetsInvitations'>,
): Promise<void> {
  await accounts.erase(tx, id, forgetsInvitations);
  await forgetLetters(tx, letters, address, { accountId: id, forgetsInvitations });
  const slot = tx.now.toISOString();
  for (const cooperativeId of await archiveStore.endEverywhere(tx, id)) {
    tx.enqueue(SweepArchivesJob, { cooperativeId, slot });
  }
}

/**
 * As they are called here, since they came or were renamed; and as their account is, which they
 * call as they like, whenever they like.
 */
async function namesOf(
  tx: Tx,
  { id, displayName, appliedAt }: MemberRow,
  ofAccount: string | null,
): Promise<TakenName[]> {
  const renamedAt = await lastFactAt(tx, MemberRenamed.type, id);
  const here = displayName === null ? [] : [{ name: displayName, since: renamedAt ?? appliedAt }];
  return [...here, ...(ofAccount === null ? [] : [{ name: ofAccount, since: null }])];
}

/**
 * Takes the name, the account and every note of a locked member away, who left, and lists them.
 *
 * @param member whose account is locked as well, by `holdOwner`
 * @param how whether what they wrote for others is removed; whether they asked for it themselves,
 *   of whom no invitation is left; and how they were erased first, where a back-up brought them
 *   back: an account that was kept is kept again, whatever the back-up says of where else they
 *   belong
 */
export async function eraseInTx(
  tx: Tx,
  acquainted: Acquainted,
  member: MemberRow,
  how: {
    readonly removesTexts: boolean;
    readonly isAsked: boolean;
    readonly before?: Pick<Ending, 'keepsAccount' | 'erasedAt'>;
  },
): Promise<MemberRow> {
  const { accountId } = member;
  if (how.before === undefined) await reserveName(tx, member);
  const account = accountId === null ? null : await acquainted.accounts.find(tx, accountId);
  const ending = how.before ?? {
    keepsAccount: accountId !== null && (await isKeptElsewhere(tx, accountId)),
    erasedAt: tx.now,
  };
  const names = await namesOf(tx, member, account?.name ?? null);
  const { removesTexts, isAsked } = how;
  // That the address was confirmed may be younger than a back-up.
  const isTheirs = how.before !== undefined || account?.emailVerified === true;
  const forgetsInvitations = isAsked && isTheirs;
  const whole = { ...ending, address: account, forgetsInvitations, removesTexts, names };
  return takeAway(tx, acquainted, member, whole);
}

/**
 * As `eraseInTx`, of a locked applicant who was not admitted, and keeps the account: one that
 * belongs nowhere has a term of its own.
 */
export const eraseApplicantInTx = (
  tx: Tx,
  acquainted: Acquainted,
  applicant: Pick<MemberRow, 'id' | 'accountId'>,
): Promise<MemberRow> =>
  takeAway(tx, acquainted, applicant, {
    address: null,
    keepsAccount: true,
    forgetsInvitations: false,
    erasedAt: tx.now,
    removesTexts: false,
    names: [],
  });

/** Of a locked member who is erased, and whose texts were to stay: the rooms remove them now. */
export async function alsoRemoveTexts(tx: Tx, memberId: string): Promise<void> {
  if (!(await erasureStore.removeTexts(tx, memberId))) return;
  tx.enqueue(ForgetMemberJob, { cooperativeId: tx.cooperativeId, memberId });
}
