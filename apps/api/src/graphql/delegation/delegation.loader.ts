import { Injectable } from '@nestjs/common';
import { may } from '@rochdale/platform';
import { DelegationQueries } from '@rochdale/voting';
import { Keyed } from '../kit/keyed.js';
import { toViewerDelegation } from './delegation.type.js';

/** What the viewer’s own delegations are in votes. */
@Injectable()
export class DelegationLoader {
  /** By proposal; nothing where the viewer has none. */
  readonly own = new Keyed(async (tx, ids) => {
    if (!may(tx.actor, 'delegation.read-own').allowed) return new Map();
    const found = await this.queries.own(tx, ids);
    return new Map(found.map((one) => [one.proposalId, toViewerDelegation(one)]));
  });

  constructor(private readonly queries: DelegationQueries) {}
}
