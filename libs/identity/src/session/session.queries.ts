import { Injectable } from '@nestjs/common';
import { columnsOf, permit, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { ownAccountId } from '../principal/own-account.js';
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

/** One's own open sessions, the newest first, a hundred at most. */
@Injectable()
export class SessionQueries {
  async own(tx: Tx): Promise<SessionRow[]> {
    permit(tx.actor, 'session.read-own');
    return tx.rows<SessionRow>(own, [ownAccountId(tx.actor)]);
  }
}
