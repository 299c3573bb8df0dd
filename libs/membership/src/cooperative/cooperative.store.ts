import { columnsOf, keysetList, sql } from '@rochdale/platform';
import type { Page, PageRequest, Tx } from '@rochdale/platform';
import { MemberClassEntity } from '../member-class/member-class.entity.js';
import { CooperativeEntity } from './cooperative.entity.js';

/** A co-operative, as everybody may see it. */
export type CooperativeRow = Readonly<Omit<CooperativeEntity, 'updatedAt'>>;

export type NewCooperative = Omit<CooperativeRow, 'createdAt'>;

const view = columnsOf(CooperativeEntity, { without: ['updatedAt'] });

const insert = sql(
  'membership.insert-cooperative',
  `insert into membership.cooperatives
     (id, slug, name, currency, time_zone, settings, created_at, updated_at)
   values ($1, $2, $3, $4, $5, $6::jsonb, $7, $7)
   returning ${view}`,
);

const update = sql(
  'membership.update-cooperative',
  `update membership.cooperatives
      set name = $2, time_zone = $3, settings = $4::jsonb, updated_at = $5
    where id = $1
   returning ${view}`,
);

/** Whoever removes an administrator holds this lock, so that two cannot remove each other. */
const lock = sql(
  'membership.lock-cooperative',
  `select ${view} from membership.cooperatives where id = $1 for update`,
);

const findMany = sql(
  'membership.find-cooperatives',
  `select ${view} from membership.cooperatives where id = any($1::uuid[])`,
);

const findBySlug = sql(
  'membership.find-cooperative-by-slug',
  `select ${view} from membership.cooperatives where slug = $1`,
);

const cooperatives = keysetList<CooperativeRow>({
  name: 'membership.list-cooperatives',
  select: view,
  from: 'membership.cooperatives',
  keys: [{ column: 'slug', field: 'slug', type: 'text' }],
  order: 'ascending',
});

const ofAccount = sql(
  'membership.list-cooperatives-of-account',
  `select ${view}
     from membership.cooperatives
    where id in (select cooperative_id from membership.cooperatives_of_account($1))
    order by slug`,
);

/** Public, so past the walls, of whatever co-operatives, by a function that shows no more. */
const classesOf = sql(
  'membership.list-classes-of-cooperatives',
  `select ${columnsOf(MemberClassEntity, { without: ['createdAt'] })}
     from membership.classes_of_cooperatives($1)`,
);

/** The same for numbers of members. */
const membersOf = sql(
  'membership.count-members-of-cooperatives',
  `select ${columnsOf(MemberClassEntity, { only: ['cooperativeId'] })}, members
     from membership.members_of_cooperatives($1)`,
);

/** A class, and whose it is. */
export type ClassOfCooperative = Readonly<Omit<MemberClassEntity, 'createdAt'>>;

export const cooperativeStore = {
  insert(tx: Tx, { id, slug, name, currency, timeZone, settings }: NewCooperative) {
    const params = [id, slug, name, currency, timeZone, JSON.stringify(settings), tx.now];
    return tx.one<CooperativeRow>(insert, params);
  },

  update(tx: Tx, change: Pick<CooperativeRow, 'name' | 'timeZone' | 'settings'>) {
    const { name, timeZone, settings } = change;
    const params = [tx.cooperativeId, name, timeZone, JSON.stringify(settings), tx.now];
    return tx.one<CooperativeRow>(update, params);
  },

  lock(tx: Tx): Promise<CooperativeRow> {
    return tx.one<CooperativeRow>(lock, [tx.cooperativeId]);
  },

  findMany(tx: Tx, ids: readonly string[]): Promise<CooperativeRow[]> {
    return tx.rows<CooperativeRow>(findMany, [ids]);
  },

  findBySlug(tx: Tx, slug: string): Promise<CooperativeRow | null> {
    return tx.maybeOne<CooperativeRow>(findBySlug, [slug]);
  },

  /** By short name. */
  page(tx: Tx, request: PageRequest): Promise<Page<CooperativeRow>> {
    return cooperatives.page(tx, request);
  },

  ofAccount(tx: Tx, accountId: string): Promise<CooperativeRow[]> {
    return tx.rows<CooperativeRow>(ofAccount, [accountId]);
  },

  /** By their keys. */
  classesOf(tx: Tx, ids: readonly string[]): Promise<ClassOfCooperative[]> {
    return tx.rows<ClassOfCooperative>(classesOf, [ids]);
  },

  /** By co-operative: how many belong to it now; without those that nobody belongs to. */
  async membersOf(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
    type Found = { readonly cooperativeId: string; readonly members: number };
    const rows = await tx.rows<Found>(membersOf, [ids]);
    return new Map(rows.map(({ cooperativeId, members }) => [cooperativeId, members]));
  },
};
