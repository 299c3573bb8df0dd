import { keysetList } from '@rochdale/platform';
import type { Page, PageRequest, Tx } from '@rochdale/platform';
import { shownReasonsOf } from '@rochdale/voting';
import { stateAt, wasShown } from '../proposal/lifecycle.js';
import type { ProposalEntity } from '../proposal/proposal.entity.js';
import { asItGoesOn } from '../told/going-on.js';
import { shownWords } from '../words/hearing-words.js';
import type { ShownWords } from '../words/hearing-words.js';
import { hearingStore } from './hearing.store.js';

type AsItStands = Readonly<
  Pick<ProposalEntity, 'id' | 'state' | 'outcome' | 'createdAt' | 'openedAt' | 'closesAt'>
>;

/** A hearing as whom it is about reads it. */
export interface OwnHearing extends AsItStands, ShownWords {
  /** What it would do to them. */
  readonly actionKinds: readonly string[];
  /** What was written with ballots, as soon as the vote shows it, without whose it is. */
  readonly reasons: readonly string[];
}

type Row = Omit<OwnHearing, 'reasons'>;

const list = keysetList<Row, object, { readonly memberId: string; readonly now: Date }>({
  name: 'governance.list-hearings-about-reader',
  select: `p.id, ${stateAt('p', ':now')} as state, p.outcome, p.created_at as "createdAt",
    p.opened_at as "openedAt", p.closes_at as "closesAt", ${shownWords('p')},
    array(select distinct a.kind from governance.actions a
      where a.cooperative_id = p.cooperative_id and a.proposal_id = p.id
        and a.about_member_id = :memberId::uuid order by 1) as "actionKinds"`,
  from: 'governance.proposals p',
  where: `p.cooperative_id = :cooperativeId and p.is_hearing and ${wasShown('p')}
    and p.id in (select a.proposal_id from governance.actions a
      where a.cooperative_id = :cooperativeId and a.about_member_id = :memberId::uuid)`,
  keys: [
    { column: 'p.created_at', field: 'createdAt', type: 'instant' },
    { column: 'p.id', field: 'id', type: 'id' },
  ],
});

/** Those about that member which others could read, with what is said in them, opened. */
export async function hearingsAbout(
  tx: Tx,
  memberId: string,
  request: PageRequest,
): Promise<Page<OwnHearing>> {
  const page = await list.page(tx, request, { params: { memberId, now: tx.now } });
  const ids = page.rows.map(({ id }) => id);
  const words = await hearingStore.words(tx, ids);
  const reasons = await shownReasonsOf(tx, ids);
  const goesOn = await asItGoesOn(tx, page.rows);
  const { hasNextPage, hasPreviousPage, cursorOf, count } = page;
  const rows = page.rows.map((row) => ({
    ...goesOn(row),
    ...words.get(row.id),
    reasons: reasons.get(row.id) ?? [],
  }));
  return {
    rows,
    hasNextPage,
    hasPreviousPage,
    cursorOf,
    ...(count === undefined ? {} : { count }),
  };
}
