import { columnsOf, findsWords, keptText, keysetList, mapPage, sql } from '@rochdale/platform';
import type { Page, PageRequest, Some, Tx } from '@rochdale/platform';
import { ApplicationEntity } from './application.entity.js';

export const applicationStates = ['open', 'admitted', 'declined', 'withdrawn'] as const;
export type ApplicationState = (typeof applicationStates)[number];

type KeptRow = Readonly<Omit<ApplicationEntity, 'cooperativeId' | 'decidedBy'>>;

/** An application. Its notes are between the applicant and who decides. */
export type ApplicationRow = Omit<KeptRow, 'noteSealed' | 'decisionNoteSealed'>;

const ofNote = 'application notes';
const ofDecision = 'application answers';

function opened({ noteSealed, decisionNoteSealed, ...rest }: KeptRow): ApplicationRow {
  const note = rest.note ?? keptText.open(ofNote, rest.id, noteSealed);
  const decisionNote = rest.decisionNote ?? keptText.open(ofDecision, rest.id, decisionNoteSealed);
  return { ...rest, note, decisionNote };
}

const openedOrNull = (row: KeptRow | null): ApplicationRow | null =>
  row === null ? null : opened(row);

const view = columnsOf(ApplicationEntity, { without: ['cooperativeId', 'decidedBy'] });

const insert = sql(
  'membership.insert-application',
  `insert into membership.applications
     (id, cooperative_id, member_id, class_key, state, note_sealed, applied_at)
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
      set state = $3, decision_note_sealed = $4, decided_by = $5, decided_at = $6
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

const findPlain = sql(
  'membership.find-plain-application-notes',
  `select ${view} from membership.applications
   where cooperative_id = $1 and (note is not null or decision_note is not null)
   order by id limit $2 offset $3 for update`,
);

const seal = sql(
  'membership.set-application-notes',
  `update membership.applications
      set note = null, note_sealed = coalesce($3, note_sealed),
          decision_note = null, decision_note_sealed = coalesce($4, decision_note_sealed)
    where cooperative_id = $1 and id = $2 and (note is not null or decision_note is not null)`,
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

const applications = keysetList<KeptRow, ApplicationSearch>({
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
  async insert(
    tx: Tx,
    { id, memberId, classKey, note }: Pick<ApplicationRow, 'id' | 'memberId' | 'classKey' | 'note'>,
  ): Promise<ApplicationRow> {
    const sealed = keptText.seal(ofNote, id, note);
    const params = [id, tx.cooperativeId, memberId, classKey, sealed, tx.now];
    return opened(await tx.one<KeptRow>(insert, params));
  },

  async lock(tx: Tx, id: string): Promise<ApplicationRow | null> {
    return openedOrNull(await tx.maybeOne<KeptRow>(lock, [tx.cooperativeId, id]));
  },

  async lockOpen(tx: Tx, memberId: string): Promise<ApplicationRow | null> {
    return openedOrNull(await tx.maybeOne<KeptRow>(lockOpen, [tx.cooperativeId, memberId]));
  },

  async decide(tx: Tx, id: string, state: ApplicationState, note: string | null) {
    const sealed = keptText.seal(ofDecision, id, note);
    const params = [tx.cooperativeId, id, state, sealed, tx.actor.memberId, tx.now];
    return opened(await tx.one<KeptRow>(decide, params));
  },

  async ofMembers(tx: Tx, memberIds: readonly string[]): Promise<ApplicationRow[]> {
    return (await tx.rows<KeptRow>(ofMembers, [tx.cooperativeId, memberIds])).map(opened);
  },

  /** The latest ones, the oldest of them first. */
  async latestOfMember(tx: Tx, memberId: string, most: number): Promise<ApplicationRow[]> {
    const rows = await tx.rows<KeptRow>(latestOfMember, [tx.cooperativeId, memberId, most]);
    return rows.map(opened);
  },

  async findMany(tx: Tx, ids: readonly string[]): Promise<ApplicationRow[]> {
    return (await tx.rows<KeptRow>(findMany, [tx.cooperativeId, ids])).map(opened);
  },

  /** The oldest first. */
  async page(
    tx: Tx,
    request: PageRequest,
    filter: ApplicationSearch,
  ): Promise<Page<ApplicationRow>> {
    return mapPage(await applications.page(tx, request, { filter }), opened);
  },

  /** Notes from before they were sealed, of so many applications: how many had any. */
  async sealPlain(tx: Tx, { atMost, but }: Some): Promise<number> {
    const plain = await tx.rows<KeptRow>(findPlain, [tx.cooperativeId, atMost, but]);
    for (const { id, note, decisionNote } of plain) {
      const notes = [keptText.seal(ofNote, id, note), keptText.seal(ofDecision, id, decisionNote)];
      await tx.change(seal, [tx.cooperativeId, id, ...notes]);
    }
    return plain.length;
  },
};
