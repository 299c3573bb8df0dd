import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { assert, isId, roleNames, UnitOfWork } from '@rochdale/platform';
import type { Actor } from '@rochdale/platform';
import { standingNames } from './standing.js';

/**
 * What a member's request was let in with is looked at again in the transaction that writes, by the
 * message that opens it: that the standing is the same, and that every office is still held. Both
 * stay so until it ends. Others than members claim nothing that a co-operative could take away.
 */
export function claimOf(actor: Actor, now: Date): string | null {
  const { kind, cooperativeId, memberId, standing, roles } = actor;
  if (kind !== 'account' || cooperativeId === null || memberId === null) return null;
  assert(isId(cooperativeId) && isId(memberId), 'a member is known by ids');
  const isKnown = standingNames.some((known) => known === standing);
  assert(isKnown, 'a member has a standing');
  const held = roleNames.filter((role) => roles.has(role)).join(',');
  return (
    `select membership.claim_actor('${cooperativeId}', '${memberId}', '${standing}', ` +
    `'{${held}}', '${now.toISOString()}')`
  );
}

/** Has every unit of work look at members again. */
@Injectable()
export class ActorClaims implements OnModuleInit {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  onModuleInit(): void {
    this.unitOfWork.claimBy(claimOf);
  }
}
