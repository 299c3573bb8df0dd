import { Injectable } from '@nestjs/common';
import { permit, sql } from '@rochdale/platform';
import type { Tx } from '@rochdale/platform';
import { ownAccountId } from '../principal/own-account.js';

export interface SessionRow {
  readonly id: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly ipAddress: string | null;
  readonly userAgent: string | null;
}

const own = sql(
  'identity.list-own-sessions',
  `select id, created_at as "createdAt", expires_at as "expiresAt", ip_address as "ipAddress",
          user_agent as "userAgent"
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
