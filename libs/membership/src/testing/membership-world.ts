import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Accounts,
  anonymousPrincipal,
  KnownPrincipals,
  PersonalData,
  RateLimits,
} from '@rochdale/identity';
import type { Principal } from '@rochdale/identity';
import { LocalFileStore, newId, openPersonalDataSources, systemActor } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { createTestWorld } from '../../../testing/src/index.js';
import type { TestWorld } from '../../../testing/src/index.js';
import { makeAccount } from '../../../identity/src/testing/account.js';
import { Letterbox } from '../../../identity/src/testing/identity-world.js';
import {
  ActorResolver,
  AdmitMember,
  ApplicationQueries,
  ApplyForMembership,
  AppointRole,
  ChangeStanding,
  ChoosePseudonym,
  ChooseVisibility,
  CooperativeQueries,
  EndRole,
  EraseAccount,
  EraseMember,
  ExportOwnData,
  FoundCooperative,
  LeaveCooperative,
  MemberDirectory,
  MemberQueries,
  OpenAffairs,
  RenameMember,
} from '../index.js';
import { OwnData } from '../directory/own-data.js';
import { ErasureList } from '../erasure/erasure-list.js';
import { NameTries } from '../name/name-tries.js';

/** A co-operative with its first administrator. */
export interface TestCooperative {
  readonly id: string;
  readonly slug: string;
  readonly founderId: string;
  readonly founderAccountId: string;
}

export interface MembershipWorld extends TestWorld {
  readonly useCases: ReturnType<typeof useCases>;
  readonly account: (name?: string) => Promise<string>;
  readonly cooperative: (slug: string) => Promise<TestCooperative>;
  /** Who that account is in that co-operative, asked of the real resolver. */
  readonly actor: (accountId: string, cooperativeId: string | null) => Promise<Actor>;
  /** Reads as the edge does: in one transaction, with the actor's rights. */
  readonly read: <T>(actor: Actor, body: (tx: Tx) => Promise<T>) => Promise<T>;
  readonly founder: (cooperative: TestCooperative) => Promise<Actor>;
  /** Applies and is admitted, through the real doors. */
  readonly member: (cooperative: TestCooperative, name?: string) => Promise<Actor>;
}

/** Who is a member of what, for a test of a room above. */
export const memberDirectory = (): MemberDirectory => new MemberDirectory(new Accounts());

function useCases({ unitOfWork, pool, clock }: TestWorld, folder: string) {
  const list = new ErasureList(new LocalFileStore(folder));
  const accounts = new Accounts();
  const tries = new NameTries(new RateLimits(unitOfWork));
  const sources = openPersonalDataSources();
  const affairs = new OpenAffairs();
  const letterbox = new Letterbox();
  const principals = new KnownPrincipals();
  return {
    affairs,
    list,
    principals,
    letterbox,
    sources,
    resolver: new ActorResolver(pool, clock, unitOfWork),
    directory: new MemberDirectory(accounts),
    found: new FoundCooperative(unitOfWork, accounts),
    apply: new ApplyForMembership(unitOfWork, accounts),
    admit: new AdmitMember(unitOfWork),
    appoint: new AppointRole(unitOfWork),
    endRole: new EndRole(unitOfWork),
    changeStanding: new ChangeStanding(unitOfWork),
    leave: new LeaveCooperative(unitOfWork),
    erase: new EraseMember(unitOfWork, accounts, affairs, letterbox, principals, list),
    eraseAccount: new EraseAccount(unitOfWork, accounts, letterbox, principals, list),
    exportData: new ExportOwnData(unitOfWork, new OwnData(new PersonalData(), sources)),
    choosePseudonym: new ChoosePseudonym(unitOfWork, tries),
    rename: new RenameMember(unitOfWork, accounts, tries),
    choose: new ChooseVisibility(unitOfWork),
    members: new MemberQueries(),
    applications: new ApplicationQueries(),
    cooperatives: new CooperativeQueries(),
  };
}

export function sessionOf(accountId: string): Principal {
  return { ...anonymousPrincipal, kind: 'account', accountId, sessionId: newId(), via: 'session' };
}

export async function createMembershipWorld(start?: Date): Promise<MembershipWorld> {
  const world = await createTestWorld(start);
  const folder = mkdtempSync(join(tmpdir(), 'rochdale-membership-'));
  const cases = useCases(world, folder);
  const account = (name = 'Ada'): Promise<string> => makeAccount(world, name);
  const actor = (accountId: string, cooperativeId: string | null) =>
    cases.resolver.resolve(sessionOf(accountId), cooperativeId, 'test');
  const cooperative = async (slug: string): Promise<TestCooperative> => {
    const founderAccountId = await account('Founder');
    const { cooperative: made, founder } = await cases.found.execute(systemActor(null, 'seed'), {
      slug,
      name: `Co-op ${slug}`,
      currency: 'EUR',
      timeZone: 'Europe/Berlin',
      founder: { accountId: founderAccountId, displayName: 'Founder', classKey: 'worker' },
    });
    return { id: made.id, slug, founderId: founder.id, founderAccountId };
  };
  const founder = (coop: TestCooperative) => actor(coop.founderAccountId, coop.id);
  const member = async (coop: TestCooperative, name = 'Ada'): Promise<Actor> => {
    const accountId = await account(name);
    const { application } = await cases.apply.execute(await actor(accountId, coop.id), {
      classKey: 'worker',
      kind: 'person',
      displayName: name,
      note: `I am ${name}.`,
    });
    await cases.admit.execute(await founder(coop), { applicationId: application.id });
    return actor(accountId, coop.id);
  };
  const read = <T>(reader: Actor, body: (tx: Tx) => Promise<T>): Promise<T> =>
    world.unitOfWork.read(reader, body);
  const close = async (): Promise<void> => {
    await world.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { ...world, close, useCases: cases, account, cooperative, actor, read, founder, member };
}
