import { ApiClient, createServiceEnvironment } from '@rochdale/testing';
import type { ServiceEnvironment } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi } from '../../apps/api/src/main.js';
import type { RunningApi } from '../../apps/api/src/main.js';
import { makeDemoYear } from '../../apps/demo/src/demo-year.js';
import { emailOf } from '../../apps/demo/src/year/founding.js';
import { applicant, withdraw } from './kit/applicant.js';
import { readPages } from './kit/around.js';
import { meetPartners } from './kit/inside.js';
import type { Asker } from './kit/inside.js';
import { Reader } from './kit/reader.js';
import { insideIds, secretsOf } from './kit/secrets.js';
import { askers } from './kit/story.js';
import type { View } from './kit/view.js';
import { ways } from './kit/ways.js';
import { isOpen } from './still-open.js';

const password = 'a long enough password';
const insider = 'casimir';
const minutes = 60_000;

/** Amounts of the demo are round: what stands somewhere may be anybody's, or a price. */
const ofRoundAmounts = [
  'amounts of fewer than five persons',
  'such amounts by subtraction, across places, filters and moments',
];

let service: ServiceEnvironment;
let api: RunningApi;
const views = new Map<Asker, View>();

beforeAll(async () => {
  service = await createServiceEnvironment();
  const passwords = new Map([[insider, password]]);
  const { partnerKey } = await makeDemoYear(service.env, new Date(), passwords);
  api = await startApi({ env: service.env });
  const stranger = new ApiClient(api.url);
  const clients: Readonly<Record<Asker, ApiClient>> = {
    stranger,
    applicant: await applicant(api, 'applicant@demo.example'),
    member: await stranger.signIn(emailOf({ key: insider }), password),
    partner: stranger.withKey(partnerKey),
  };
  const { partners } = await stranger.query<{ partners: { id: string }[] }>('{ partners { id } }');
  meetPartners(partners.map(({ id }) => id));
  await withdraw(clients.applicant);
  for (const asker of askers) {
    const client = clients[asker];
    views.set(asker, [...(await new Reader(client).everything()), ...(await readPages(client))]);
  }
}, 5 * minutes);

afterAll(async () => {
  await api.close();
  await service.close();
});

describe.each(askers)('the demo’s year keeps from a %s', (asker) => {
  const tried = Object.entries(ways).filter(
    ([name]) => !ofRoundAmounts.includes(name) && !isOpen(name, asker),
  );
  it.each(tried)('%s', async (_name, way) => {
    const all = await secretsOf(service.database.adminUrl);
    const own = asker === 'member' ? 'Casimir Oyelaran' : null;
    const found = way({
      asker,
      views: [views.get(asker) ?? []],
      secrets: all.filter((secret) => secret.name !== own && !secret.isPublic),
      memberIds: all.map(({ memberId }) => memberId),
      insideIds: new Set([...(await insideIds(service.database.adminUrl)).values()].flat()),
      words: [],
    });
    expect(found).toEqual([]);
  });
});
