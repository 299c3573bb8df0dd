import { Injectable } from '@nestjs/common';
import { permit, sql, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
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
  constructor(private readonly unitOfWork: UnitOfWork) {}

  own(actor: Actor): Promise<SessionRow[]> {
    permit(actor, 'session.read-own');
    const accountId = ownAccountId(actor);
    return this.unitOfWork.read(actor, (tx) => tx.rows<SessionRow>(own, [accountId]));
  }
}
