import { AdoptApprovalRule } from '@rochdale/expenses';
import { AdoptPolicyPack } from '@rochdale/governance';
import { CreateAccount } from '@rochdale/identity';
import {
  AdmitMember,
  AppointRole,
  ApplyForMembership,
  ChangeStanding,
  ChoosePseudonym,
  ChooseVisibility,
  FoundCooperative,
} from '@rochdale/membership';
import { assert } from '@rochdale/platform';
import type { DemoWorld } from './demo-world.js';
import { anyPassword, demoCooperative } from './demo-world.js';
import { officers, people, pseudonymous } from './people.js';
import type { DemoPerson } from './people.js';

/** Passwords by the person's key; who is not named gets one that nobody knows. */
export type Passwords = ReadonlyMap<string, string>;

export const emailOf = ({ key }: Pick<DemoPerson, 'key'>): string => `${key}@millpond.example`;

/** Hashing passwords is slow on purpose: two at a time, one a core. */
async function makeAccounts(
  world: DemoWorld,
  passwords: Passwords,
): Promise<ReadonlyMap<string, string>> {
  const accounts = new Map<string, string>();
  const waiting = people.values();
  const make = async (): Promise<void> => {
    for (const person of waiting) {
      const account = await world.get(CreateAccount).execute(world.system, {
        name: person.name,
        email: emailOf(person),
        password: passwords.get(person.key) ?? anyPassword(),
      });
      accounts.set(person.key, account.id);
    }
  };
  await Promise.all([make(), make()]);
  return accounts;
}

async function join(world: DemoWorld, person: DemoPerson, accountId: string): Promise<void> {
  const applied = await world.get(ApplyForMembership).execute(await world.asAccount(accountId), {
    classKey: person.classKey,
    kind: 'person',
    displayName: person.name,
    note: 'I would like to have my files with people I can talk to.',
  });
  const officer = await world.as(officers.administrator);
  const applicationId = applied.application.id;
  await world.get(AdmitMember).execute(officer, { applicationId });
  world.members.set(person.key, { accountId, memberId: applied.member.id });
}

async function appointOfficers(world: DemoWorld): Promise<void> {
  const administrator = await world.as(officers.administrator);
  for (const [role, key] of Object.entries(officers)) {
    if (role === 'administrator') continue;
    const { memberId } = world.member(key);
    await world.get(AppointRole).execute(administrator, { memberId, role });
  }
}

/** Small expenses are the treasurer's, larger ones the members', the largest with more time. */
export async function adoptSpendingRule(world: DemoWorld, middle: string): Promise<void> {
  await world.get(AdoptApprovalRule).execute(await world.as(officers.administrator), {
    currency: demoCooperative.currency,
    bands: [
      {
        upToMinor: '20000',
        band: { kind: 'role', role: 'treasurer', approvals: 1 },
        receipts: false,
      },
      { upToMinor: '100000', band: { kind: 'vote', policyKey: middle }, receipts: true },
      { upToMinor: null, band: { kind: 'vote', policyKey: 'expense-large' }, receipts: true },
    ],
  });
}

/** Founds the co-operative, takes its members in and adopts its rules. */
export async function found(world: DemoWorld, passwords: Passwords): Promise<void> {
  const accounts = await makeAccounts(world, passwords);
  const [founder, ...others] = people;
  assert(founder !== undefined, 'somebody founds it');
  const accountId = accounts.get(founder.key) ?? '';
  const { cooperative, founder: member } = await world.get(FoundCooperative).execute(world.system, {
    ...demoCooperative,
    settings: {
      joining: 'open',
      description: 'E-mail, files and calendars, owned by those who use and run them.',
    },
    founder: { accountId, displayName: founder.name, classKey: founder.classKey },
  });
  world.founded(cooperative.id);
  world.members.set(founder.key, { accountId, memberId: member.id });
  for (const person of others) await join(world, person, accounts.get(person.key) ?? '');
  await appointOfficers(world);
  const administrator = await world.as(officers.administrator);
  await world.get(AdoptPolicyPack).execute(administrator, { pack: 'defaults' });
  await adoptSpendingRule(world, 'expense-standard');
  // A few like to be known; everybody else's name is for members only.
  for (const key of [officers.administrator, officers.treasurer, 'casimir']) {
    await world.get(ChooseVisibility).execute(await world.as(key), { name: 'public' });
  }
  const called = await world.as(pseudonymous.key);
  await world.get(ChooseVisibility).execute(called, { name: 'officers' });
  await world.get(ChoosePseudonym).execute(called, { pseudonym: pseudonymous.pseudonym });
}

/** Somebody who owes for long is in arrears; somebody else takes a pause. */
export async function changeStandings(world: DemoWorld): Promise<void> {
  const officer = await world.as(officers['membership-officer']);
  const owing = { memberId: world.member('wilhelmina').memberId, to: 'in-arrears' } as const;
  await world.get(ChangeStanding).execute(officer, { ...owing, reason: 'arrears' });
  const pausing = { memberId: world.member('jorah').memberId, to: 'paused' } as const;
  await world.get(ChangeStanding).execute(officer, { ...pausing, reason: 'requested' });
}

/** Somebody waits for an answer to their application. */
export async function applyUnanswered(world: DemoWorld): Promise<void> {
  const account = await world.get(CreateAccount).execute(world.system, {
    name: 'Perpetua Lindgren',
    email: 'perpetua@millpond.example',
    password: anyPassword(),
  });
  await world.get(ApplyForMembership).execute(await world.asAccount(account.id), {
    classKey: 'user',
    kind: 'person',
    displayName: 'Perpetua Lindgren',
    note: 'A friend told me about you.',
  });
}
