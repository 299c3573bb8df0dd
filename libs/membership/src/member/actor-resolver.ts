import { Injectable } from '@nestjs/common';
import type { Principal } from '@rochdale/identity';
import { Clock, Database, platformErrors, sql } from '@rochdale/platform';
import type { Actor, Role } from '@rochdale/platform';
import { membershipErrors } from '../membership.errors.js';

const resolve = sql(
  'membership.resolve-actor',
  `select cooperative_id as "cooperativeId", member_id as "memberId", standing, roles,
       was_admitted as "wasAdmitted"
     from membership.resolve_actor($1, $2, $3)`,
);

interface ResolvedRow {
  readonly cooperativeId: string;
  readonly memberId: string | null;
  readonly standing: string | null;
  readonly roles: readonly Role[];
  readonly wasAdmitted: boolean;
}

/**
 * Makes an actor of a principal: in which co-operative, as which member, with which roles at the
 * clock's time. One prepared query, without a transaction; it is asked anew for every request.
 */
@Injectable()
export class ActorResolver {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * @param selector the co-operative's short name or id. Left out, the person's only co-operative
   *   counts, or the installation's only one; a token's own always does.
   * @throws CodedError COOPERATIVE_UNKNOWN, TOKEN_OF_ANOTHER_COOPERATIVE, UNAVAILABLE
   */
  async resolve(principal: Principal, selector: string | null, requestId: string): Promise<Actor> {
    const bound = principal.cooperativeId;
    const row = await this.#find(principal.accountId, selector ?? bound);
    if (row === null && selector !== null) {
      throw membershipErrors.error('COOPERATIVE_UNKNOWN', 'There is no such co-operative here.');
    }
    if (bound !== null && row?.cooperativeId !== bound) {
      throw membershipErrors.error(
        'TOKEN_OF_ANOTHER_COOPERATIVE',
        'This token is for another co-operative.',
      );
    }
    return {
      kind: principal.kind,
      cooperativeId: row?.cooperativeId ?? null,
      accountId: principal.accountId,
      memberId: row?.memberId ?? null,
      partnerId: principal.partnerId,
      standing: row?.standing ?? null,
      wasAdmitted: row?.wasAdmitted ?? false,
      roles: new Set(row?.roles),
      scopes: principal.scopes,
      via: principal.via,
      requestId,
    };
  }

  async #find(accountId: string | null, selector: string | null): Promise<ResolvedRow | null> {
    try {
      const values = [accountId, selector, this.clock.now()];
      const { rows } = await this.database.pool.query<ResolvedRow>({ ...resolve, values });
      return rows[0] ?? null;
    } catch (cause) {
      throw platformErrors.error('UNAVAILABLE', 'The books cannot be reached right now.', {
        cause,
      });
    }
  }
}
