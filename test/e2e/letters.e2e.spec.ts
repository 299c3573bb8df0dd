import { openWorker } from '@rochdale/house';
import type { OpenWorker } from '@rochdale/house';
import { anonymousPrincipal, CreateAccount, DisableAccount } from '@rochdale/identity';
import { KeptLetters } from '@rochdale/letters';
import {
  ActorResolver,
  AdmitMember,
  ApplyForMembership,
  FoundCooperative,
} from '@rochdale/membership';
import { loadConfig, openLog, systemActor } from '@rochdale/platform';
import { createServiceEnvironment } from '@rochdale/testing';
import type { ServiceEnvironment } from '@rochdale/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const operator = systemActor(null, 'cli');
let service: ServiceEnvironment;
let worker: OpenWorker;
let cooperativeId = '';

beforeAll(async () => {
  service = await createServiceEnvironment();
  worker = await openWorker({ config: loadConfig(service.env), log: openLog({ level: 'silent' }) });
  const { cooperative } = await worker.app.get(FoundCooperative).execute(operator, {
    slug: 'mill',
    name: 'The Mill',
    currency: 'EUR',
    timeZone: 'Europe/Berlin',
    founder: { accountId: await account('founder'), displayName: 'F', classKey: 'worker' },
  });
  cooperativeId = cooperative.id;
  await worker.loop.drain();
});
afterAll(async () => {
  await worker.close();
  await service.close();
});

async function account(name: string): Promise<string> {
  const person = { name, email: `${name}@example.org`, password: 'a long enough password' };
  return (await worker.app.get(CreateAccount).execute(operator, person)).id;
}

async function admit(accountId: string): Promise<void> {
  const principal = { ...anonymousPrincipal, kind: 'account', accountId, via: 'session' } as const;
  const actor = await worker.app.get(ActorResolver).resolve(principal, cooperativeId, 'test');
  const input = {
    kind: 'person',
    classKey: 'worker',
    displayName: 'Somebody',
    note: 'Hello',
  } as const;
  const { application } = await worker.app.get(ApplyForMembership).execute(actor, input);
  const officer = systemActor(cooperativeId, 'cli');
  await worker.app.get(AdmitMember).execute(officer, { applicationId: application.id });
}

const letters = () => worker.app.get(KeptLetters).newest();

describe('a letter of admission', () => {
  it('is not written to founders, who admitted themselves', async () => {
    expect(await letters()).toEqual([]);
  });

  it('goes to whom it concerns, once', async () => {
    await admit(await account('ada'));
    await worker.loop.drain();
    await worker.loop.drain();
    expect(await letters()).toMatchObject([
      {
        kind: 'membership.admitted',
        to: 'ada@example.org',
        subject: 'You are a member of The Mill',
        text: expect.stringMatching(/^Dear ada,\n\nThe Mill has admitted you/),
      },
    ]);
  });

  it('is not written to a disabled account', async () => {
    const accountId = await account('bo');
    await admit(accountId);
    await worker.app.get(DisableAccount).execute(operator, { accountId });
    await worker.loop.drain();
    expect((await letters()).map(({ to }) => to)).toEqual(['ada@example.org']);
  });
});
