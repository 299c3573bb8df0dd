import { expect, it } from 'vitest';
import { z } from 'zod';
import { fromMemberId, toErasedMemberId, toGlobalId, toMemberId } from '../kernel/global-id.js';
import { newId } from '../kernel/id.js';
import { defineFact } from './fact.js';
import { heardData, idOf, idOfKindIn, personsIn, toldData } from './told-ids.js';
import { toldFact, toldSchema, toldSubject } from './told-ids.js';

const shape = z.object({
  memberId: idOf('Member'),
  proposalId: idOf('Proposal').nullable(),
  officers: z.array(idOf('Member')),
  payeeKind: z.string(),
  payeeId: idOfKindIn('payeeKind', { till: 'CashBox' }),
  source: z.object({ kind: z.string(), id: z.string().meta({ idOfKindIn: 'kind' }) }).nullable(),
  traceId: z.uuid(),
});
const [a, b, c] = [newId(), newId(), newId()];
const data = {
  memberId: a,
  proposalId: null,
  officers: [a, b],
  payeeKind: 'usage-statement',
  payeeId: b,
  source: { kind: 'transaction', id: c },
  traceId: c,
};
const told = {
  ...data,
  memberId: toMemberId(a, 'inside'),
  officers: [toMemberId(a, 'inside'), toMemberId(b, 'inside')],
  payeeId: toGlobalId('UsageStatement', b),
  source: { kind: 'transaction', id: toGlobalId('LedgerTransaction', c) },
};

it('tells each id as of its type, and by the kind beside it', () => {
  expect(toldData(shape, data, 'inside')).toEqual(told);
  const till = toldData(
    shape,
    { ...data, payeeKind: 'till', proposalId: b, source: null },
    'inside',
  );
  expect(till).toMatchObject({
    payeeId: toGlobalId('CashBox', b),
    proposalId: toGlobalId('Proposal', b),
    source: null,
  });
});

it('names persons, and no other', () => {
  expect(personsIn(shape, data)).toEqual([a, b]);
  expect(personsIn(shape, { ...data, payeeKind: 'member', payeeId: c })).toEqual([a, b, c]);
});

it('tells who was erased by another id beside each thing, of nobody', () => {
  const beside = (thingId: string) => ({ memberIds: new Set([a]), thingId });
  const [one, other] = [b, c].map((thing) => toldData(shape, data, 'inside', beside(thing)));
  expect(one).toEqual({ ...told, memberId: one?.['memberId'], officers: one?.['officers'] });
  expect(one?.['officers']).toEqual([one?.['memberId'], told.officers[1]]);
  const ids = [told.memberId, one?.['memberId'], other?.['memberId']] as string[];
  ids.push(toErasedMemberId(a, b, 'stranger'), toErasedMemberId(b, b, 'inside'));
  expect(new Set(ids).size).toBe(5);
  expect([a, b, c]).not.toContain(fromMemberId(ids[1] ?? '', 'inside'));
  expect(toldSubject({ kind: 'member', id: a }, 'inside', beside(b)).id).toBe(ids[1]);
  expect(toErasedMemberId(a, b, 'inside')).toBe(ids[1]);
});

it('leaves what is no id of ours, and what no shape speaks of', () => {
  const foreign = { kind: 'transaction', id: 'their-7' };
  const odd = { ...data, source: foreign, more: { memberId: a } };
  expect(toldData(shape, odd, 'inside')).toMatchObject({ source: foreign, more: { memberId: a } });
  expect(toldFact('nothing.Happened', data, 'inside')).toBe(data);
});

it('tells nobody what facts of an earlier version say and is not told any more', () => {
  defineFact({
    type: 'told-ids.VersionChanged',
    version: 2,
    subject: 'cooperative',
    visibility: 'members',
    withheld: ['size'],
    data: z.object({ told: z.int() }),
  });
  const told2 = { told: 7 };
  expect(toldFact('told-ids.VersionChanged', { size: 5 }, 'inside')).toEqual({});
  expect(toldFact('told-ids.VersionChanged', told2, 'inside')).toEqual(told2);
});

it('hears either form, of a person what they are told alone, and leaves the rest', () => {
  expect(heardData(shape, told, 'inside')).toEqual(data);
  expect(heardData(shape, { ...data, memberId: told.memberId }, 'inside')).toEqual({
    ...data,
    officers: ['', ''],
  });
  expect(heardData(shape, told, 'stranger')).toMatchObject({ memberId: told.memberId });
  const wrong = { ...told, memberId: toGlobalId('Partner', a) };
  expect(heardData(shape, wrong, 'inside')).toEqual({ ...data, memberId: wrong.memberId });
  for (const none of [null, 7, 'text', [1]]) expect(heardData(shape, none, 'inside')).toEqual(none);
});

it('says in its schema of what an id is, and not that it is a UUID', () => {
  expect(toldSchema(shape)).toMatchObject({
    properties: {
      memberId: { type: 'string', idOf: 'Member' },
      traceId: { type: 'string', format: 'uuid' },
    },
  });
  expect(JSON.stringify(toldSchema(idOf('Member')))).not.toContain('uuid');
});
