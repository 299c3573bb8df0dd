import { Injectable } from '@nestjs/common';
import { columnsOf, permit, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { identityErrors } from '../identity.errors.js';
import { ownAccountId } from '../principal/own-account.js';
import { newForMinutes } from './session-lifetime.js';
import { SessionEntity } from './session.entity.js';

const only = ['id', 'createdAt', 'expiresAt', 'ipAddress', 'userAgent'] as const;

export type SessionRow = Readonly<Pick<SessionEntity, (typeof only)[number]>>;

const own = sql(
  'identity.list-own-sessions',
  `select ${columnsOf(SessionEntity, { only })}
     from identity.sessions
    where account_id = $1 and expires_at > clock_timestamp()
    order by created_at desc, id desc
    limit 100`,
);

/** By the database's clock, as sessions last. */
const openedWithin = sql(
  'identity.find-newness-of-session',
  `select created_at > clock_timestamp() - make_interval(mins => $3) as "isNew"
     from identity.sessions
    where id = $2 and account_id = $1 and expires_at > clock_timestamp()`,
);

/** One's own open sessions, the newest first, a hundred at most. */
@Injectable()
export class SessionQueries {
  /** Whether the person signed in by it at most `newForMinutes` ago. */
  async isNew(tx: Tx, sessionId: string): Promise<boolean> {
    permit(tx.actor, 'session.read-own');
    const values = [ownAccountId(tx.actor), sessionId, newForMinutes];
    return (await tx.maybeOne<{ isNew: boolean }>(openedWithin, values))?.isNew ?? false;
  }

  /**
   * Nobody does by a session of before what cannot be taken back. Programs have none: their token
   * was made for what they do.
   *
   * @throws CodedError SIGN_IN_AGAIN where the session is older than `newForMinutes`
   */
  async requireNew(tx: Tx, sessionId: string | null): Promise<void> {
    if (sessionId === null || (await this.isNew(tx, sessionId))) return;
    throw identityErrors.error(
      'SIGN_IN_AGAIN',
      `This takes a session of at most ${newForMinutes} minutes: sign in again.`,
      { data: { newForMinutes } },
    );
  }

  async own(tx: Tx): Promise<SessionRow[]> {
    permit(tx.actor, 'session.read-own');
    return tx.rows<SessionRow>(own, [ownAccountId(tx.actor)]);
  }
}
