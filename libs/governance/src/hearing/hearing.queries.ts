import { Injectable } from '@nestjs/common';
import { may, permit, sql } from '@rochdale/platform';
import type { Actor, Page, PageRequest, Tx } from '@rochdale/platform';
import { reasonsOfBallots } from '@rochdale/voting';
import { mayGoOn, stateAt, wasPutForward, wasShown } from '../proposal/lifecycle.js';
import type { ShownWords } from '../words/hearing-words.js';
import { hearingStore } from './hearing.store.js';
import { hearingsAbout } from './own-hearings.js';
import type { OwnHearing } from './own-hearings.js';

interface Hearing {
  readonly id: string;
  readonly isDraft: boolean;
  readonly isOwn: boolean;
  readonly isAboutReader: boolean;
  readonly isDeciding: boolean;
  readonly aboutMemberIds: readonly string[];
}

/** Whose they are: whoever reads has looked at them. Nobody's while a draft is its author's. */
interface LookedAtOf {
  readonly lookedAt: readonly string[];
}

export interface HearingView extends ShownWords, LookedAtOf {}

export interface ReasonView extends LookedAtOf {
  readonly reason: string;
}

// Who decides: voters until it is over; before there are any, members who may come to be; who may
// stop it, or has it tried again.
const now = stateAt('p', '$7');
const deciding = `(${now} in ('open', 'extended', 'closed', 'passed', 'queued', 'execution-failed')
    and exists (select from governance.electorate e
      where e.cooperative_id = p.cooperative_id and e.proposal_id = p.id and e.member_id = $3)
  or $4::boolean and (p.state = 'notice'
    or p.state = 'draft' and (pol.rule ->> 'secondersNeeded')::int > 0)
  or $5::boolean and (${now} in ('notice', 'open', 'extended') or ${mayGoOn('p', '$7')})
  or $6::boolean and p.outcome is not null and ${now} in ('passed', 'queued', 'execution-failed'))`;

const find = sql(
  'governance.find-hearings',
  `select p.id, not ${wasPutForward('p')} as "isDraft",
     coalesce(p.proposer_member_id = $3::uuid, false) as "isOwn", ${deciding} as "isDeciding",
     coalesce($3::uuid = any (a.members) and ${wasShown('p')}, false) as "isAboutReader",
     coalesce(a.members, '{}') as "aboutMemberIds"
   from governance.proposals p
   join governance.policies pol on pol.cooperative_id = p.cooperative_id and pol.id = p.policy_id
   left join lateral (select array_agg(distinct about_member_id) as members
     from governance.actions where cooperative_id = p.cooperative_id and proposal_id = p.id
       and about_member_id is not null) a on true
   where p.cooperative_id = $1 and p.id = any ($2::uuid[]) and p.is_hearing`,
);

const lookedAt = ({ isDraft, isOwn, aboutMemberIds }: Hearing): readonly string[] =>
  isDraft && isOwn ? [] : aboutMemberIds;

/** What is said in hearings, for those whom it concerns; nothing for anybody else. */
@Injectable()
export class HearingQueries {
  /** By proposal, for who proposed it, whom it is about, and who decides, as long as they do. */
  async words(tx: Tx, proposalIds: readonly string[]): Promise<ReadonlyMap<string, HearingView>> {
    permit(tx.actor, 'decision.read');
    const heard = (await this.#heard(tx, proposalIds)).filter(
      ({ isOwn, isAboutReader, isDeciding }) => isOwn || isAboutReader || isDeciding,
    );
    const words = await hearingStore.words(
      tx,
      heard.map(({ id }) => id),
    );
    return new Map(
      heard.flatMap((one) => {
        const said = words.get(one.id);
        return said === undefined ? [] : [[one.id, { ...said, lookedAt: lookedAt(one) }]];
      }),
    );
  }

  /**
   * By ballot, for whom the hearing is about and who decides. Which ballots of a vote the reader
   * may see at all is for the caller to know.
   */
  async reasons(
    tx: Tx,
    ballots: readonly { readonly id: string; readonly proposalId: string }[],
  ): Promise<ReadonlyMap<string, ReasonView>> {
    permit(tx.actor, 'decision.read');
    const asked = [...new Set(ballots.map(({ proposalId }) => proposalId))];
    const heard = (await this.#heard(tx, asked)).filter(
      ({ isAboutReader, isDeciding }) => isAboutReader || isDeciding,
    );
    const byId = new Map(heard.map((one) => [one.id, one]));
    const open = ballots.filter(({ proposalId }) => byId.has(proposalId));
    const ids = open.map(({ id }) => id);
    const found = await reasonsOfBallots(tx, ids, [...byId.keys()]);
    return new Map(
      open.flatMap(({ id, proposalId }) => {
        const [reason, one] = [found.get(id), byId.get(proposalId)];
        return reason === undefined || one === undefined
          ? []
          : [[id, { reason, lookedAt: lookedAt(one) }]];
      }),
    );
  }

  /**
   * The hearings about who reads, once others could read them, the latest first; whatever their
   * standing, since who is suspended or applies is not shown the proposal itself.
   *
   * @throws CodedError FORBIDDEN for who never applied
   */
  async aboutReader(tx: Tx, request: PageRequest): Promise<Page<OwnHearing>> {
    permit(tx.actor, 'hearing.read-own');
    return hearingsAbout(tx, tx.actor.memberId ?? '', request);
  }

  async #heard(tx: Tx, ids: readonly string[]): Promise<readonly Hearing[]> {
    const { actor } = tx;
    if (ids.length === 0 || !may(actor, 'proposal.read').allowed) return [];
    const mayBe = (permission: Parameters<typeof may>[1]): boolean => holds(actor, permission);
    return tx.rows<Hearing>(find, [
      tx.cooperativeId,
      ids,
      actor.memberId,
      mayBe('ballot.cast'),
      mayBe('proposal.cancel'),
      mayBe('execution.retry'),
      tx.now,
    ]);
  }
}

/** A token that reads alone reads what its member may. The service itself decides nothing. */
const holds = (actor: Actor, permission: Parameters<typeof may>[1]): boolean =>
  actor.kind !== 'system' && may({ ...actor, scopes: 'all' }, permission).allowed;
