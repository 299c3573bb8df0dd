import { buildSchema, isObjectType } from 'graphql';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { actorNames } from './permissions-cast.js';
import type { Cast } from './permissions-cast.js';
import { nodeTypesOf } from './permissions-operations.js';

/** What has an id for other operations to name it, and is read where it belongs. */
const readElsewhere: Readonly<Record<string, string>> = {
  Amendment: 'in its proposal',
  ApiKey: 'in its partner’s list',
  Assembly: 'by a query of its own, and in the list of them',
  AuditEntry: 'in the trail, by what it is about',
  Ballot: 'in its proposal, which says who may see it',
  BankStatement: 'in its file',
  Comment: 'in its proposal',
  CreditNote: 'in its invoice',
  Delegation: 'among one’s own',
  ExpenseApproval: 'in its expense',
  ExpenseItem: 'in its expense, which says who may open receipts',
  PayeeDetails: 'one’s own, masked',
  PaymentStatusReport: 'in its payment file',
  PersonalToken: 'among one’s own',
  Pledge: 'one’s own',
  ProposalAction: 'in its proposal',
  RoleTerm: 'in its member',
  Session: 'among one’s own',
};

/** The cast has none: a worker makes them, or something has to go wrong first. */
const wanting = new Set(['DuesRefund', 'PaymentFile', 'SourceRow']);

const schema = buildSchema(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8'));
const nodeTypes = nodeTypesOf(schema);

/** Whatever has an id is found by it: by those who may see it, inside its co-operative. */
export function lookUp(cast: () => Cast): void {
  it('is found by its id whatever has one, or said where it is read', () => {
    const having = Object.values(schema.getTypeMap())
      .filter(isObjectType)
      .filter((type) => Object.hasOwn(type.getFields(), 'id'))
      .map(({ name }) => name);
    const found = [...nodeTypes, ...Object.keys(readElsewhere)];
    expect(found.toSorted()).toEqual(having.toSorted());
  });

  describe('a thing that is asked for by its id', () => {
    it.each(nodeTypes.filter((type) => !wanting.has(type)))('is found: %s', async (type) => {
      const seen = await Promise.all(
        actorNames.map(async (actor) => {
          const query = `{ node(id: "${cast().idOf(type, actor)}") { __typename id } }`;
          const { data } = await cast().client(actor).answer<{ node: object | null }>(query);
          return data?.node ?? null;
        }),
      );
      expect(seen).toContainEqual({ __typename: type, id: cast().idOf(type) });
    });

    it.each(nodeTypes.filter((type) => type !== 'Cooperative'))(
      'is not there for another co-operative: %s',
      async (type) => {
        const elsewhere = cast().client('foreigner').in('forge');
        const query = `{ node(id: "${cast().idOf(type)}") { __typename } }`;
        expect(await elsewhere.query(query)).toEqual({ node: null });
      },
    );
  });
}
