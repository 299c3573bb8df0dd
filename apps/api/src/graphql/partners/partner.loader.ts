import { Injectable } from '@nestjs/common';
import { PartnerQueries } from '@rochdale/partners';
import { may } from '@rochdale/platform';
import { byKey } from '../kit/keyed.js';
import { NodeRegistry } from '../kit/node/node-registry.js';
import { toMeter, toPartner, toPoolPolicy } from './partner.type.js';
import { toUsagePeriod, toUsageStatement } from './usage.type.js';

/** Partners, periods and statements. */
@Injectable()
export class PartnerLoader {
  readonly partners = byKey((tx, ids) => this.queries.partnersByIds(tx, ids), toPartner);
  readonly periods = byKey((tx, ids) => this.queries.periodsByIds(tx, ids), toUsagePeriod);

  /** A partner finds its own only. */
  readonly statements = byKey((tx, ids) => this.queries.statementsByIds(tx, ids), toUsageStatement);

  constructor(
    private readonly queries: PartnerQueries,
    nodes: NodeRegistry,
  ) {
    nodes.register('Partner', async (graph, id) =>
      graph.actor.cooperativeId === null ? null : this.partners.one(graph, id),
    );
    nodes.registerRows('Meter', 'partner.read', async (tx, id) =>
      (await queries.meters(tx)).filter((one) => one.id === id).map(toMeter),
    );
    nodes.registerRows('PoolPolicy', 'partner.read', async (tx, id) => {
      const policy = await queries.poolPolicy(tx);
      return policy?.id === id ? [toPoolPolicy(policy)] : [];
    });
    nodes.registerRows('UsagePeriod', 'usage-period.read', async (tx, id) =>
      [...(await queries.periodsByIds(tx, [id])).values()].map(toUsagePeriod),
    );
    nodes.register('UsageStatement', async (graph, id) => {
      const { actor } = graph;
      const mayRead = actor.cooperativeId !== null && may(actor, 'usage-statement.read').allowed;
      return mayRead ? this.statements.one(graph, id) : null;
    });
  }
}
