import { columnsOf, findsWords, keysetList, sql } from '@rochdale/platform';
import type { Page, PageRequest, Tx } from '@rochdale/platform';
import { ApplicationEntity } from './application.entity.js';

export const applicationStates = ['open', 'admitted', 'declined', 'withdrawn'] as const;
export type ApplicationState = (typeof applicationStates)[number];

/** An application. Its notes are between the applicant and the officers. */
export type ApplicationRow = Readonly<Omit<ApplicationEntity, 'cooperativeId' | 'decidedBy'>>;

const view = columnsOf(ApplicationEntity, { without: ['cooperativeId', 'decidedBy'] });

const insert = sql(
  'membership.insert-application',
  `insert into membership.applications
     (id, cooperative_id, member_id, class_key, state, note, applied_at)
   values ($1, $2, $3, $4, 'open', $5, $6)
   returning ${view}`,
);

const lock = sql(
  'membership.lock-application',
  `select ${view} from membership.applications where cooperative_id = $1 and id = $2 for update`,
);

const lockOpen = sql(
  'membership.lock-open-application',
  `select ${view} from membership.applications
    where cooperative_id = $1 and member_id = $2 and state = 'open' for update`,
);

const decide = sql(
  'membership.decide-application',
  `update membership.applications
      set state = $3, decision_note = $4, decided_by = $5, decided_at = $6
    where cooperative_id = $1 and id = $2 and state = 'open'
   returning ${view}`,
);

const ofMembers = sql(
  'membership.list-applications-of-members',
  `select ${view} from membership.applications
    where cooperative_id = $1 and member_id = any($2::uuid[])
    order by applied_at, id`,
);

const latestOfMember = sql(
  'membership.list-latest-applications-of-member',
  `select latest.* from
     (select ${view} from membership.applications
       where cooperative_id = $1 and member_id = $2
       order by applied_at desc, id desc limit $3) latest
   order by latest."appliedAt", latest.id`,
);

const findMany = sql(
  'membership.find-applications',
  `select ${view} from membership.applications where cooperative_id = $1 and id = any($2::uuid[])`,
);

export interface ApplicationFilter {
  readonly state?: ApplicationState | null;
  /** Made at this moment or later. */
  readonly from?: Date | null;
  /** Made before this moment. */
  readonly before?: Date | null;
  /** Words of the applicant's name, which officers see. */
  readonly text?: string | null;
}

/** A filter whose text is taken apart. */
export type ApplicationSearch = Omit<ApplicationFilter, 'text'> & {
  readonly text: readonly string[] | null;
};

const applications = keysetList<ApplicationRow, ApplicationSearch>({
  name: 'membership.list-applications',
  select: view,
  from: 'membership.applications',
  where: 'cooperative_id = :cooperativeId',
  keys: [
    { column: 'applied_at', field: 'appliedAt', type: 'instant' },
    { column: 'id', field: 'id', type: 'id' },
  ],
  order: 'ascending',
  filters: {
    state: 'state = :state',
    from: 'applied_at >= :from',
    before: 'applied_at < :before',
    text: findsWords('text', { id: 'applications.member_id', kind: 'member' }),
  },
});

export const applicationStore = {
  insert(
    tx: Tx,
    { id, memberId, classKey, note }: Pick<ApplicationRow, 'id' | 'memberId' | 'classKey' | 'note'>,
  ): Promise<ApplicationRow> {
    const params = [id, tx.cooperativeId, memberId, classKey, note, tx.now];
    return tx.one<ApplicationRow>(insert, params);
  },

  lock(tx: Tx, id: string): Promise<ApplicationRow | null> {
    return tx.maybeOne<ApplicationRow>(lock, [tx.cooperativeId, id]);
  },

  lockOpen(tx: Tx, memberId: string): Promise<ApplicationRow | null> {
    return tx.maybeOne<ApplicationRow>(lockOpen, [tx.cooperativeId, memberId]);
  },

  decide(tx: Tx, id: string, state: ApplicationState, note: string | null) {
    const params = [tx.cooperativeId, id, state, note, tx.actor.memberId, tx.now];
    return tx.one<ApplicationRow>(decide, params);
  },

  ofMembers(tx: Tx, memberIds: readonly string[]): Promise<ApplicationRow[]> {
    return tx.rows<ApplicationRow>(ofMembers, [tx.cooperativeId, memberIds]);
  },

  /** The latest ones, the oldest of them first. */
  latestOfMember(tx: Tx, memberId: string, most: number): Promise<ApplicationRow[]> {
    return tx.rows<ApplicationRow>(latestOfMember, [tx.cooperativeId, memberId, most]);
  },

  findMany(tx: Tx, ids: readonly string[]): Promise<ApplicationRow[]> {
    return tx.rows<ApplicationRow>(findMany, [tx.cooperativeId, ids]);
  },

  /** The oldest first. */
  page(tx: Tx, request: PageRequest, filter: ApplicationSearch): Promise<Page<ApplicationRow>> {
    return applications.page(tx, request, { filter });
  },
};
