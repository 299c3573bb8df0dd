import { columnsOf, keysetList, sql } from '@rochdale/platform';
import type { Page, PageRequest, Tx } from '@rochdale/platform';
import { InvitationEntity } from './invitation.entity.js';
import type { InvitationState } from './invitation.js';

const unshown = ['cooperativeId', 'tokenHash', 'isUnwanted'] as const;

/** An invitation, without what its link carries. */
export type InvitationRow = Readonly<Omit<InvitationEntity, (typeof unshown)[number]>>;

export type NewInvitation = Pick<
  InvitationEntity,
  'id' | 'email' | 'name' | 'classKey' | 'tokenHash' | 'expiresAt'
>;

const view = columnsOf(InvitationEntity, { without: unshown });

const insert = sql(
  'membership.insert-invitation',
  `insert into membership.invitations
     (id, cooperative_id, email, name, class_key, state, token_hash, sent_at, expires_at,
      invited_by)
   values ($1, $2, $3, $4, $5, 'open', $6, $7, $8, $9)
   returning ${view}`,
);

const lock = sql(
  'membership.lock-invitation',
  `select ${view} from membership.invitations where cooperative_id = $1 and id = $2 for update`,
);

const findByToken = sql(
  'membership.find-invitation-by-token',
  `select ${view} from membership.invitations
    where cooperative_id = $1 and token_hash = $2 and state = 'open' and not is_unwanted`,
);

const lockByToken = sql(
  'membership.lock-invitation-by-token',
  `select ${view} from membership.invitations
    where cooperative_id = $1 and token_hash = $2 and state = 'open' and not is_unwanted
      for update`,
);

const lockOpen = sql(
  'membership.lock-open-invitation',
  `select ${view} from membership.invitations
    where cooperative_id = $1 and email = $2 and state = 'open' for update`,
);

/** Past the walls, by a function that tells whose it is, and nothing more. */
const cooperativeOf = sql(
  'membership.find-cooperative-of-invitation',
  `select ${columnsOf(InvitationEntity, { only: ['cooperativeId'] })}
     from membership.cooperative_of_invitation($1)`,
);

const renew = sql(
  'membership.update-invitation',
  `update membership.invitations set token_hash = $3, sent_at = $4, expires_at = $5
    where cooperative_id = $1 and id = $2 and state = 'open'
   returning ${view}`,
);

const revoke = sql(
  'membership.revoke-invitation',
  `update membership.invitations
      set state = 'revoked', token_hash = null, email = null, name = null, decided_at = $3
    where cooperative_id = $1 and id = $2 and state = 'open'
   returning ${view}`,
);

const accept = sql(
  'membership.mark-invitation-accepted',
  `update membership.invitations
      set state = 'accepted', token_hash = null, member_id = $3, decided_at = $4
    where cooperative_id = $1 and id = $2 and state = 'open'
   returning ${view}`,
);

const isLongOver = `cooperative_id = $1 and (expires_at <= $2 or is_unwanted)`;
const isServed = `cooperative_id = $1 and state = 'accepted'
  and (decided_at <= $2 or is_unwanted) and (email is not null or name is not null)`;
const longOver = sql(
  'membership.list-invitations-long-over',
  `select id from membership.invitations where ${isLongOver} and state = 'open' or ${isServed}
   order by id`,
);
const close = sql(
  'membership.close-invitations-long-over',
  `update membership.invitations
      set state = 'revoked', token_hash = null, email = null, name = null, decided_at = $3
    where ${isLongOver} and state = 'open' and id = any($4::uuid[])
   returning ${view}`,
);

const forget = sql(
  'membership.forget-whom-invitations-reached',
  `update membership.invitations set email = null, name = null
    where ${isServed} and id = any($3::uuid[])`,
);

/** Past the walls, by a function that tells which of these accounts, and not by whom. */
const invitedAmong = sql(
  'membership.list-invited-accounts',
  `select id from membership.invited_accounts($1::uuid[]) as id`,
);

const findMany = sql(
  'membership.find-invitations',
  `select ${view} from membership.invitations where cooperative_id = $1 and id = any($2::uuid[])`,
);

// One that somebody accepted is theirs, be the address another's since.
const toPerson = sql(
  'membership.list-invitations-to-person',
  `select ${view} from membership.invitations
    where cooperative_id = $1 and (member_id = $2 or (member_id is null and email = $3))
    order by id`,
);

interface Filter {
  readonly state: InvitationRow['state'] | null;
  readonly standsAt: Date | null;
  readonly overAt: Date | null;
}

const invitations = keysetList<InvitationRow, Filter>({
  name: 'membership.list-invitations',
  select: view,
  from: 'membership.invitations',
  where: 'cooperative_id = :cooperativeId',
  keys: [{ column: 'id', field: 'id', type: 'id' }],
  order: 'descending',
  filters: {
    state: 'state = :state',
    standsAt: 'expires_at > :standsAt::timestamptz',
    overAt: 'expires_at <= :overAt::timestamptz',
  },
});

function filterFor(state: InvitationState | null, now: Date): Filter {
  const isExpired = state === 'expired';
  return {
    state: isExpired ? 'open' : state,
    standsAt: state === 'open' ? now : null,
    overAt: isExpired ? now : null,
  };
}

export const invitationStore = {
  insert(tx: Tx, invitation: NewInvitation): Promise<InvitationRow> {
    const { id, email, name, classKey, tokenHash, expiresAt } = invitation;
    const { memberId } = tx.actor;
    const made = [id, tx.cooperativeId, email, name, classKey, tokenHash, tx.now, expiresAt];
    return tx.one<InvitationRow>(insert, [...made, memberId]);
  },

  lock(tx: Tx, id: string): Promise<InvitationRow | null> {
    return tx.maybeOne<InvitationRow>(lock, [tx.cooperativeId, id]);
  },

  findByToken(tx: Tx, tokenHash: string): Promise<InvitationRow | null> {
    return tx.maybeOne<InvitationRow>(findByToken, [tx.cooperativeId, tokenHash]);
  },

  /** Only an open one has a token; its time may be over. */
  lockByToken(tx: Tx, tokenHash: string): Promise<InvitationRow | null> {
    return tx.maybeOne<InvitationRow>(lockByToken, [tx.cooperativeId, tokenHash]);
  },

  lockOpen(tx: Tx, email: string): Promise<InvitationRow | null> {
    return tx.maybeOne<InvitationRow>(lockOpen, [tx.cooperativeId, email]);
  },

  /** Whose invitation a link is of: the one thing that is asked before there is a tenant. */
  async cooperativeOf(tx: Tx, tokenHash: string): Promise<string | null> {
    const row = await tx.maybeOne<{ cooperativeId: string }>(cooperativeOf, [tokenHash]);
    return row?.cooperativeId ?? null;
  },

  renew(tx: Tx, id: string, tokenHash: string, expiresAt: Date): Promise<InvitationRow> {
    return tx.one<InvitationRow>(renew, [tx.cooperativeId, id, tokenHash, tx.now, expiresAt]);
  },

  revoke(tx: Tx, id: string): Promise<InvitationRow> {
    return tx.one<InvitationRow>(revoke, [tx.cooperativeId, id, tx.now]);
  },

  accept(tx: Tx, id: string, memberId: string): Promise<InvitationRow> {
    return tx.one<InvitationRow>(accept, [tx.cooperativeId, id, memberId, tx.now]);
  },

  /** Of these accounts those whose confirmed address a co-operative invites, and waits for. */
  async invitedAmong(tx: Tx, accountIds: readonly string[]): Promise<string[]> {
    return (await tx.rows<{ id: string }>(invitedAmong, [accountIds])).map(({ id }) => id);
  },

  /** Those that were over or accepted by then, or that nobody wants, and have an address still. */
  async longOver(tx: Tx, by: Date): Promise<string[]> {
    const rows = await tx.rows<{ id: string }>(longOver, [tx.cooperativeId, by]);
    return rows.map(({ id }) => id);
  },

  /** Of these, closes those that nobody accepted and that were over by then, or nobody wants. */
  close(tx: Tx, ids: readonly string[], overBy: Date): Promise<InvitationRow[]> {
    return tx.rows<InvitationRow>(close, [tx.cooperativeId, overBy, tx.now, ids]);
  },

  /** Takes name and address from those of these accepted by then, or of who is erased. */
  forget(tx: Tx, ids: readonly string[], acceptedBy: Date): Promise<number> {
    return tx.run(forget, [tx.cooperativeId, acceptedBy, ids]);
  },

  findMany(tx: Tx, ids: readonly string[]): Promise<InvitationRow[]> {
    return tx.rows<InvitationRow>(findMany, [tx.cooperativeId, ids]);
  },

  /** Of a member, and to an address that is theirs: of who has neither, none. */
  toPerson(tx: Tx, memberId: string | null, email: string | null): Promise<InvitationRow[]> {
    return tx.rows<InvitationRow>(toPerson, [tx.cooperativeId, memberId, email]);
  },

  /** The newest first. */
  page(tx: Tx, request: PageRequest, state: InvitationState | null): Promise<Page<InvitationRow>> {
    return invitations.page(tx, request, { filter: filterFor(state, tx.now) });
  },
};
