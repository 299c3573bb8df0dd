import { Injectable } from '@nestjs/common';
import { ApplicationQueries, CooperativeQueries } from '@rochdale/membership';
import { may } from '@rochdale/platform';
import { NodeRegistry } from '../kit/node/node-registry.js';
import { toApplication } from './application.type.js';
import { toCooperative } from './cooperative.type.js';
import { MemberLoader } from './member.loader.js';

/** How `node(id)` finds what membership has; invitations beside their own resolver. */
@Injectable()
export class MembershipNodes {
  constructor(
    nodes: NodeRegistry,
    members: MemberLoader,
    applications: ApplicationQueries,
    cooperatives: CooperativeQueries,
  ) {
    nodes.register('Member', async (graph, id) =>
      graph.actor.cooperativeId === null ? null : members.findable.one(graph, id),
    );
    nodes.register('Application', async (graph, id) => {
      const { actor } = graph;
      const mayRead = (['application.read', 'application.read-own'] as const).some(
        (name) => may(actor, name).allowed,
      );
      if (!mayRead) return null;
      const [row] = await graph.read((tx) => applications.findMany(tx, [id]));
      return row === undefined ? null : toApplication(row);
    });
    nodes.register('Cooperative', async (graph, id) => {
      const [row] = await graph.read((tx) => cooperatives.findMany(tx, [id]));
      return row === undefined ? null : toCooperative(row);
    });
  }
}
