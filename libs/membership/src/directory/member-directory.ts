import { Injectable } from '@nestjs/common';
import { Accounts } from '@rochdale/identity';
import type { Contact } from '@rochdale/identity';
import { may, permit } from '@rochdale/platform';
import type { Actor, Role, Tx } from '@rochdale/platform';
import { roleStore } from '../role/role.store.js';
import type { RoleTermRow } from '../role/role.store.js';
import type { Standing } from '../member/standing.js';
import { memberStore } from '../member/member.store.js';
import type { MemberRow, VoterRow } from '../member/member.store.js';
import { standingChangeStore } from '../standing/standing-change.store.js';
import type { StandingMove } from '../standing/standing-change.store.js';
import { memberView } from '../member/member-view.js';
import type { MemberView } from '../member/member-view.js';

/** How a member wants to be seen, and that they are not any more. */
type Seen =
  | 'displayName'
  | 'nameVisibleTo'
  | 'pseudonym'
  | 'pseudonymVisibleTo'
  | 'profileVisibleTo'
  | 'erasedAt';

/** A member as other rooms need them inside their transactions; no name, on purpose. */
export type MemberRecord = Omit<MemberRow, Seen>;

/** Who looked at somebody, as they are called to whom it was at. */
export type Looker = Pick<MemberView, 'displayName' | 'isPseudonym'>;

function record(row: MemberRow): MemberRecord {
  const { displayName: _, nameVisibleTo: _name, profileVisibleTo: _profile, ...rest } = row;
  const { pseudonym: _called, pseudonymVisibleTo: _by, erasedAt: _erased, ...known } = rest;
  return known;
}

/** Who was never admitted, or asks again, is between themselves and those who list applications. */
function isHidden(actor: Actor, { id, standing, admittedAt }: MemberRow): boolean {
  if (standing !== 'applicant' && admittedAt !== null) return false;
  return id !== actor.memberId && !may(actor, 'application.read').allowed;
}

/** The door for rooms above, inside their own transaction, in its co-operative. */
@Injectable()
export class MemberDirectory {
  constructor(private readonly accounts: Accounts) {}

  async find(tx: Tx, memberId: string): Promise<MemberRecord | null> {
    return (await this.findMany(tx, [memberId])).get(memberId) ?? null;
  }

  async findMany(tx: Tx, memberIds: readonly string[]): Promise<ReadonlyMap<string, MemberRecord>> {
    const rows = await memberStore.findMany(tx, memberIds);
    return new Map(rows.map((row) => [row.id, record(row)]));
  }

  /**
   * Which of these ids the transaction's actor may name: those of members, whatever their standing.
   * Who was never admitted is there for themselves and those who list applications alone.
   */
  async among(tx: Tx, ids: readonly string[]): Promise<ReadonlySet<string>> {
    return namedBy(tx, await memberStore.among(tx, ids));
  }

  /**
   * Which of these ids are those of members who left or were expelled, erased since or not, and of
   * who is suspended, for an actor who may not know which of it they are.
   */
  async gone(tx: Tx, ids: readonly string[]): Promise<ReadonlySet<string>> {
    return new Set(goneTo(tx.actor, await memberStore.findMany(tx, ids)));
  }

  /**
   * Which of these ids are those of members who can be paid something, whatever their standing:
   * nobody is paid who was erased, or is before the transaction ends.
   */
  async payable(tx: Tx, ids: readonly string[]): Promise<ReadonlySet<string>> {
    return new Set(await memberStore.payable(tx, ids));
  }

  async findByAccount(tx: Tx, accountId: string): Promise<MemberRecord | null> {
    const row = await memberStore.findByAccount(tx, accountId);
    return row === null ? null : record(row);
  }

  /** Where members stood from when on, the oldest first. */
  async moves(
    tx: Tx,
    memberIds: readonly string[],
  ): Promise<ReadonlyMap<string, readonly StandingMove[]>> {
    const moves = new Map<string, StandingMove[]>();
    if (memberIds.length === 0) return moves;
    for (const move of await standingChangeStore.movesOfMembers(tx, memberIds)) {
      moves.set(move.memberId, [...(moves.get(move.memberId) ?? []), move]);
    }
    return moves;
  }

  async standingOf(tx: Tx, memberId: string): Promise<Standing | null> {
    return (await this.find(tx, memberId))?.standing ?? null;
  }

  /**
   * Members of these standings, of whatever class, with what the register says of its votes;
   * ordered by id. Who of them has a vote on something is its policy's to say.
   */
  roll(tx: Tx, standings: readonly Standing[]): Promise<VoterRow[]> {
    return memberStore.voters(tx, standings);
  }

  /** How many belong to the co-operative now. */
  count(tx: Tx): Promise<number> {
    return memberStore.count(tx);
  }

  /** Members as the transaction's actor may see them: names only where the member allows. */
  async visible(tx: Tx, memberIds: readonly string[]): Promise<ReadonlyMap<string, MemberView>> {
    const rows = await memberStore.findMany(tx, memberIds);
    const closed = {
      nameVisibleTo: 'officers',
      pseudonymVisibleTo: 'officers',
      profileVisibleTo: 'officers',
    } as const;
    const shown = rows.map((row) => (isHidden(tx.actor, row) ? { ...row, ...closed } : row));
    return new Map(shown.map((row) => [row.id, memberView(tx.actor, row)]));
  }

  /**
   * What members are called by whom looked at what is theirs: who is suspended belongs still, and
   * is told who it was as members are told of each other. Others are told it as everywhere.
   *
   * @throws CodedError FORBIDDEN for who has no looks to read
   */
  async lookers(tx: Tx, memberIds: readonly string[]): Promise<ReadonlyMap<string, Looker>> {
    const { actor } = tx;
    permit(actor, 'look.read-own');
    const asked: Actor =
      actor.standing === 'suspended' ? { ...actor, standing: 'active', roles: new Set() } : actor;
    const rows = await memberStore.findMany(tx, memberIds);
    const shown = rows.filter((row) => row.erasedAt === null && !isHidden(asked, row));
    return new Map(
      shown.map((row) => {
        const { displayName, isPseudonym } = memberView(asked, row);
        return [row.id, { displayName, isPseudonym }];
      }),
    );
  }

  /** As `visible`, without who was erased, and applicants that the actor could not list either. */
  async findable(tx: Tx, memberIds: readonly string[]): Promise<ReadonlyMap<string, MemberView>> {
    const rows = await memberStore.findMany(tx, memberIds);
    const shown = rows.filter((row) => row.erasedAt === null && !isHidden(tx.actor, row));
    return new Map(shown.map((row) => [row.id, memberView(tx.actor, row)]));
  }

  /**
   * Terms of office of these members, past, present and to come, by member id. A term runs on while
   * its holder is suspended and ends when they leave: whoever may not know which of it somebody is
   * reads of neither.
   */
  async rolesOf(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, RoleTermRow[]>> {
    const byMember = new Map<string, RoleTermRow[]>(ids.map((id) => [id, []]));
    for (const term of await roleStore.ofMembers(tx, ids)) byMember.get(term.memberId)?.push(term);
    if (may(tx.actor, 'member.read-standing').allowed) return byMember;
    for (const id of await this.gone(tx, ids)) byMember.set(id, []);
    return byMember;
  }

  /** Who holds an office at the transaction's moment, ordered by how long they have. */
  async holders(tx: Tx, role: Role): Promise<string[]> {
    return (await roleStore.inForce(tx, role)).map(({ memberId }) => memberId);
  }

  /** Where letters to members go, by member id. Never shown to anybody; for sending only. */
  async contacts(tx: Tx, memberIds: readonly string[]): Promise<ReadonlyMap<string, Contact>> {
    const rows = await memberStore.findMany(tx, memberIds);
    const accountIds = rows.map(({ accountId }) => accountId).filter((id) => id !== null);
    const contacts = await this.accounts.contacts(tx, accountIds);
    const found = rows.map(({ id, accountId }) => [id, contacts.get(accountId ?? '')] as const);
    return new Map(found.filter((entry): entry is [string, Contact] => entry[1] !== undefined));
  }
}

/** Of whom nobody finds anything in a list of members, as far as the actor may tell them apart. */
function goneTo(actor: Actor, rows: readonly MemberRow[]): string[] {
  const tells = may(actor, 'member.read-standing').allowed;
  const isAway = ({ id, standing }: MemberRow): boolean =>
    standing === 'suspended' && !tells && id !== actor.memberId;
  return rows.filter((row) => isFormer(row) || isAway(row)).map(({ id }) => id);
}

function isFormer({ standing }: MemberRow): boolean {
  return standing === 'left' || standing === 'expelled';
}

/** Those of members that the transaction's actor may name. */
function namedBy(
  tx: Tx,
  rows: readonly { readonly id: string; readonly admittedAt: Date | null }[],
): ReadonlySet<string> {
  const listsAll = may(tx.actor, 'application.read').allowed;
  const known = rows.filter(
    ({ id, admittedAt }) => admittedAt !== null || listsAll || id === tx.actor.memberId,
  );
  return new Set(known.map(({ id }) => id));
}
