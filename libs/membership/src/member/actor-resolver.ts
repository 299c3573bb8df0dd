import { Injectable } from '@nestjs/common';
import type { Principal } from '@rochdale/identity';
import { assert, Clock, Database, platformErrors, sql, UnitOfWork } from '@rochdale/platform';
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

interface Asked {
  readonly accountId: string | null;
  readonly selector: string | null;
}

/** Of so many accounts it is known as what they came last. */
const mostKnown = 10_000;

/** What may stand in a statement as it is, and what ids and short names are made of. */
const isPlain = (text: string | null): boolean => text === null || /^[\w-]+$/.test(text);
const literal = (text: string | null): string => (text === null ? 'null' : `'${text}'`);

/** What an account was made out as, and how it is asked whether it would be now. */
interface Known {
  readonly row: ResolvedRow;
  readonly isSame: (now: Date) => string;
}

/**
 * Whether an account would be made out the same: in that co-operative, as that member, with that
 * standing and those offices. It stands in the message that opens a read, which has no parameters.
 */
function knownAs({ accountId, selector }: Asked, row: ResolvedRow): Known {
  const { cooperativeId, memberId, standing, wasAdmitted } = row;
  assert(
    [accountId, selector, cooperativeId, memberId, standing, ...row.roles].every(isPlain),
    'what an actor is made of are ids and names',
  );
  const before = `membership.is_same_actor(${literal(accountId)}, ${literal(selector)}, '`;
  const after =
    `', '${cooperativeId}', ${literal(memberId)}, ${literal(standing)}, ${wasAdmitted}, ` +
    `'{${row.roles.join(',')}}')`;
  return { row, isSame: (now) => before + now.toISOString() + after };
}

/**
 * Makes an actor of a principal: in which co-operative, as which member, with which roles at the
 * clock's time. It is asked anew for every request: by one prepared query without a transaction, or
 * by the message that opens the request's first read.
 */
@Injectable()
export class ActorResolver {
  readonly #known = new Map<string, Known>();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /**
   * @param selector the co-operative's short name or id. Left out, the person's only co-operative
   *   counts, or the installation's only one; a token's own always does.
   * @param mayPresume for requests that only read, whose answer waits for
   *   `UnitOfWork.isAsPresumed`: the account is taken for what it was the last time.
   * @throws CodedError COOPERATIVE_UNKNOWN, TOKEN_OF_ANOTHER_COOPERATIVE, UNAVAILABLE
   */
  async resolve(
    principal: Principal,
    selector: string | null,
    requestId: string,
    mayPresume = false,
  ): Promise<Actor> {
    const bound = principal.cooperativeId;
    const asked = { accountId: principal.accountId, selector: selector ?? bound };
    const presumed = mayPresume ? this.#presume(asked, principal, requestId) : null;
    if (presumed !== null) return presumed;
    const row = isPlain(asked.selector) ? await this.#find(asked) : null;
    this.#remember(asked, row);
    if (row === null && selector !== null) {
      throw membershipErrors.error('COOPERATIVE_UNKNOWN', 'There is no such co-operative here.');
    }
    if (bound !== null && row?.cooperativeId !== bound) {
      throw membershipErrors.error(
        'TOKEN_OF_ANOTHER_COOPERATIVE',
        'This token is for another co-operative.',
      );
    }
    return actorOf(principal, row, requestId);
  }

  #presume(asked: Asked, principal: Principal, requestId: string): Actor | null {
    const known = this.#known.get(keyOf(asked));
    if (known === undefined) return null;
    const { row, isSame } = known;
    const bound = principal.cooperativeId;
    if (bound !== null && row.cooperativeId !== bound) return null;
    const actor = actorOf(principal, row, requestId);
    this.unitOfWork.presume(actor, isSame(this.clock.now()));
    return actor;
  }

  /** Of whom nothing is found nothing is presumed, or all they read would be carried out twice. */
  #remember(asked: Asked, row: ResolvedRow | null): void {
    const key = keyOf(asked);
    if (row === null) {
      this.#known.delete(key);
      return;
    }
    if (this.#known.size >= mostKnown) this.#known.clear();
    this.#known.set(key, knownAs(asked, row));
  }

  async #find({ accountId, selector }: Asked): Promise<ResolvedRow | null> {
    try {
      const values = [accountId, selector, this.clock.now()];
      const [row] = await this.database.rows<ResolvedRow>(resolve, values);
      return row ?? null;
    } catch (cause) {
      throw platformErrors.error('UNAVAILABLE', 'The books cannot be reached right now.', {
        cause,
      });
    }
  }
}

/** No id and no short name has a sign like these. */
const keyOf = ({ accountId, selector }: Asked): string => `${accountId ?? '?'} ${selector ?? '?'}`;

function actorOf(principal: Principal, row: ResolvedRow | null, requestId: string): Actor {
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
