import { IssueApiKey } from '@rochdale/identity';
import {
  AdoptPoolPolicy,
  DefineMeter,
  RegisterPartner,
  ReportUsage,
  usageEventType,
} from '@rochdale/partners';
import { assert, toGlobalId } from '@rochdale/platform';
import { demoCooperative } from '../../../apps/demo/src/year/demo-world.js';
import { meetPartners } from './inside.js';
import type { RandomWorld } from './random-world.js';

export const partnerNames = ['Lantern', 'Sluice'] as const;
export type PartnerName = (typeof partnerNames)[number];

/** Two businesses host, paid by what each member used of whom. Returns their keys. */
export async function host(world: RandomWorld): Promise<ReadonlyMap<PartnerName, string>> {
  const { demo } = world;
  const treasurer = await world.treasurer;
  const keys = new Map<PartnerName, string>();
  await demo
    .get(DefineMeter)
    .execute(treasurer, { key: 'storage', name: 'Storage', unit: 'GB', aggregation: 'sum' });
  for (const name of partnerNames) {
    const { id } = await demo.get(RegisterPartner).execute(treasurer, { name, website: null });
    demo.partners.set(name, id);
    meetPartners([toGlobalId('Partner', id)]);
    const key = { partnerId: id, name: 'The collector' };
    const scopes = ['partners:read', 'partners:write'];
    const { secret } = await demo.get(IssueApiKey).execute(treasurer, { ...key, scopes });
    keys.set(name, secret);
  }
  await demo.get(AdoptPoolPolicy).execute(treasurer, {
    rule: 'user-centric',
    coopShare: '2/5',
    lambda: '0',
    meterKey: 'storage',
    currency: demoCooperative.currency,
    unusedGoesTo: 'solidarity',
    minimumPayoutMinor: 500n,
    graceDays: 3,
  });
  return keys;
}

/**
 * What a partner tells of its members: who used how much. In an order of its own, which says no
 * more than the partner does.
 */
export async function report(
  world: RandomWorld,
  partner: PartnerName,
  used: ReadonlyMap<string, bigint>,
): Promise<void> {
  const { demo, clock, chance } = world;
  const time = clock.now().toISOString();
  const events = chance.shuffled([...used]).map(([key, quantity]) => ({
    specversion: '1.0',
    type: usageEventType,
    id: `${time}-${chance.word()}`,
    source: `https://${partner.toLowerCase()}.example/usage`,
    subject: demo.member(key).memberId,
    time,
    data: { meter: 'storage', quantity: quantity.toString() },
  }));
  const verdicts = await demo.get(ReportUsage).execute(await demo.asPartner(partner), { events });
  assert(
    verdicts.every(({ status }) => status === 'accepted'),
    'what partners report is accepted',
  );
}
