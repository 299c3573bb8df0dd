import { existsSync } from 'node:fs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import {
  allPermissions,
  anonymousActor,
  defineJob,
  defineReaction,
  may,
  newId,
  permit,
} from '@rochdale/platform';
import type { PermissionName, SubjectKind } from '@rochdale/platform';
import { rooms } from '@rochdale/house';
import { PayeeDetailsChanged } from '@rochdale/payouts';
import { InvoiceIssued, PledgeChosen } from '../../libs/dues/src/testing/inside.js';

// What is said of types here is judged by the type check: a catalogue that opens does not compile.

const invoice = {
  invoiceId: newId(),
  memberId: newId(),
  periodStart: '2026-01-01',
  amountMinor: '1200',
  currency: 'EUR',
};
const Remind = defineJob({
  name: 'catalogue-test.remind',
  payload: z.object({ invoiceId: z.uuid() }),
});

type DataOf<Definition extends { of: (subject: never, data: never) => unknown }> = Parameters<
  Definition['of']
>[1];

describe('the catalogue of permissions', () => {
  it('knows what a room declares, and no other name', () => {
    expectTypeOf<Parameters<typeof permit>[1]>().toEqualTypeOf<PermissionName>();
    expectTypeOf<Parameters<typeof may>[1]>().toEqualTypeOf<PermissionName>();
    expectTypeOf<'dues-plan.create'>().toExtend<PermissionName>();
    expectTypeOf<'job.retry'>().toExtend<PermissionName>();
    expectTypeOf<'dues-plan.creat'>().not.toExtend<PermissionName>();
    expectTypeOf<string>().not.toExtend<PermissionName>();
    expect(() => permit(anonymousActor(), 'dues-plan.create')).toThrow('Sign in');
  });

  it('is handed to the house by every room that has one', () => {
    const having = rooms
      .map(({ name }) => name)
      .filter((name) => existsSync(`libs/${name}/src/${name}.permissions.ts`));
    const handing = rooms.filter(({ permissions }) => permissions !== undefined);
    expect(handing.map(({ name }) => name)).toEqual(having);
    expect(having).toContain('governance');
  });

  it('is what the rooms hand to the house, and the platform’s own', () => {
    const handed = rooms.flatMap(({ permissions }) => Object.keys(permissions ?? {}));
    const platforms = [
      'audit.read fact.drop fact.follow file.compare file.remove invariant.check job.read',
      'job.retry look.read-own table.vacuum',
    ].flatMap((line) => line.split(' '));
    expect([...handed, ...platforms].toSorted()).toEqual([...allPermissions().keys()].toSorted());
  });
});

describe('the catalogue of facts', () => {
  it('says what a fact is about and who reads it', () => {
    const { subject, visibility } = InvoiceIssued.of(invoice.invoiceId, invoice);
    expect({ subject, visibility }).toEqual({
      subject: { kind: 'invoice', id: invoice.invoiceId },
      visibility: 'private',
    });
  });

  it('is told the kind where a fact is about several', () => {
    type About = Parameters<(typeof PayeeDetailsChanged)['of']>[0];
    expectTypeOf<About['kind']>().toEqualTypeOf<'member' | 'partner'>();
    expectTypeOf<Parameters<(typeof InvoiceIssued)['of']>[0]>().toEqualTypeOf<string>();
  });

  it('takes the data of the fact and no other', () => {
    expectTypeOf<DataOf<typeof InvoiceIssued>>().toEqualTypeOf<typeof invoice>();
    expectTypeOf<typeof invoice>().not.toExtend<DataOf<typeof PledgeChosen>>();
    const other = { ...invoice, amountMinor: 12 } as unknown as typeof invoice;
    expect(() => InvoiceIssued.of(invoice.invoiceId, other)).toThrow('amountMinor');
  });

  it('knows the kinds of subjects that rooms declare, and no other', () => {
    expectTypeOf<'invoice' | 'cooperative' | 'proposal'>().toExtend<SubjectKind>();
    expectTypeOf<'invoce'>().not.toExtend<SubjectKind>();
    expectTypeOf<string>().not.toExtend<SubjectKind>();
  });

  it('types what a reaction reads', () => {
    const reaction = defineReaction({
      on: InvoiceIssued,
      job: Remind,
      payload: ({ data }) => {
        expectTypeOf(data).toEqualTypeOf<typeof invoice>();
        return { invoiceId: data.invoiceId };
      },
    });
    expect(reaction.on).toBe('dues.InvoiceIssued');
  });
});
