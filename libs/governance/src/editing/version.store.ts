import type { Tx } from '@rochdale/platform';
import { sql } from '@rochdale/platform';

/** Who made a version of the text that stands now, and when. */
export interface Made {
  readonly by: string | null;
  readonly at: Date;
  /** Whether others could read the one before it. */
  readonly followsShown: boolean;
}

const keep = sql(
  'governance.keep-version',
  `insert into governance.proposal_versions (proposal_id, version, cooperative_id, title, body,
     urgent_reason, window_hours, options, vote_terms, actions, made_by_member_id, made_at,
     follows_shown)
   select p.id, p.version, p.cooperative_id, p.title, p.body, p.urgent_reason, p.window_hours,
     p.options, p.vote_terms, coalesce((select jsonb_agg(jsonb_build_object('kind', a.kind,
         'payload', a.payload, 'aboutMemberId', a.about_member_id) order by a.ordinal)
       from governance.actions a where a.cooperative_id = $2 and a.proposal_id = p.id), '[]'),
     coalesce($3::uuid, p.proposer_member_id), coalesce($4::timestamptz, p.created_at), $5
   from governance.proposals p where p.id = $1 and p.cooperative_id = $2
   on conflict do nothing`,
);

const edit = sql(
  'governance.set-text-of-draft',
  `update governance.proposals set title = $4, body = $5, urgent_reason = $6, window_hours = $7,
     options = $8::jsonb, vote_terms = $9::jsonb, visibility = $10, version = version + 1
   where id = $1 and cooperative_id = $2 and state = 'draft' and version = $3`,
);

const amend = sql(
  'governance.set-amended-text',
  `update governance.proposals set title = $4, body = $5, notice_until = $6, closes_at = $7,
     version = version + 1, amended_at = case when opened_at is not null then $8::timestamptz end
   where id = $1 and cooperative_id = $2 and version = $3
     and state in ('draft', 'notice', 'open', 'extended')`,
);

const text = sql(
  'governance.read-text-of-proposal',
  `select title, body from governance.proposals where id = $1 and cooperative_id = $2`,
);

const dropActions = sql(
  'governance.remove-actions-of-draft',
  `delete from governance.actions where cooperative_id = $2 and proposal_id = $1`,
);

// They go with the words of what they are versions of, and where nobody else read them always.
const forget = sql(
  'governance.forget-versions',
  `update governance.proposal_versions v
   set title = 'Erased', body = '', urgent_reason = null, options = null, vote_terms = null,
     actions = '[]'
   from governance.proposals p
   where v.cooperative_id = $1 and p.cooperative_id = $1 and p.id = v.proposal_id
     and (v.title <> 'Erased' or v.body <> '' or v.actions <> '[]'
       or num_nonnulls(v.urgent_reason, v.options, v.vote_terms) > 0)
     and (p.title = 'Erased' and p.body = ''
       or v.actions @> jsonb_build_array(jsonb_build_object('aboutMemberId', $2::text))
       or p.proposer_member_id = $2::uuid and v.version < p.version
         and ($3::boolean or not exists (select from governance.proposal_versions next
           where next.cooperative_id = $1 and next.proposal_id = v.proposal_id
             and next.version = v.version + 1 and next.follows_shown)))`,
);

/** A draft as it is from now on. */
export interface Edited {
  readonly title: string;
  readonly body: string;
  readonly urgentReason: string | null;
  readonly windowHours: number;
  readonly options: readonly string[] | null;
  readonly voteTerms: object | null;
  readonly visibility: 'public' | 'members';
}

/** What is put to the vote as it is from now on, and until when. */
export interface Amended extends Pick<Edited, 'title' | 'body'> {
  readonly noticeUntil: Date | null;
  readonly closesAt: Date | null;
}

const inJson = (value: object | null): string | null =>
  value === null ? null : JSON.stringify(value);

/** Versions of what is proposed, in SQL. */
export const versionStore = {
  /** The first one as it was drafted, unless it is kept already. */
  keepFirst: (tx: Tx, proposalId: string): Promise<number> =>
    tx.run(keep, [proposalId, tx.cooperativeId, null, null, false]),

  /** The one that stands now. */
  keep: (tx: Tx, proposalId: string, { by, at, followsShown }: Made): Promise<void> =>
    tx.change(keep, [proposalId, tx.cooperativeId, by, at, followsShown]),

  /** What it says, of what is no hearing. */
  textOf: (tx: Tx, id: string) =>
    tx.one<Pick<Edited, 'title' | 'body'>>(text, [id, tx.cooperativeId]),

  /** The caller holds the draft, and knows which version it is. */
  edit: (tx: Tx, id: string, version: number, edited: Edited): Promise<void> =>
    tx.change(edit, [
      id,
      tx.cooperativeId,
      version,
      edited.title,
      edited.body,
      edited.urgentReason,
      edited.windowHours,
      inJson(edited.options),
      inJson(edited.voteTerms),
      edited.visibility,
    ]),

  /** The caller holds the proposal, and accepted an amendment that says this. */
  amend: (tx: Tx, { id, version }: { id: string; version: number }, amended: Amended) =>
    tx.change(amend, [
      id,
      tx.cooperativeId,
      version,
      amended.title,
      amended.body,
      amended.noticeUntil,
      amended.closesAt,
      tx.now,
    ]),

  /** What it was to do makes room for what it is to do. */
  dropActions: (tx: Tx, proposalId: string): Promise<number> =>
    tx.run(dropActions, [proposalId, tx.cooperativeId]),

  forget: (tx: Tx, memberId: string, all: boolean): Promise<number> =>
    tx.run(forget, [tx.cooperativeId, memberId, all]),
};
