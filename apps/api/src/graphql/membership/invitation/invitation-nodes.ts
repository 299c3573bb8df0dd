import { Injectable } from '@nestjs/common';
import { InvitationQueries } from '@rochdale/membership';
import { NodeRegistry } from '../../kit/node/node-registry.js';
import { toInvitation } from './invitation.type.js';

/** How `node(id)` finds an invitation. */
@Injectable()
export class InvitationNodes {
  constructor(nodes: NodeRegistry, invitations: InvitationQueries) {
    nodes.registerRows('Invitation', 'invitation.read', async (tx, id) => {
      const rows = await invitations.findMany(tx, [id]);
      return rows.map((row) => toInvitation(row, tx.now));
    });
  }
}
