import { CloseProposal } from '@rochdale/governance';
import { CreateAccount } from '@rochdale/identity';
import { FoundCooperative } from '@rochdale/membership';
import { systemActor } from '@rochdale/platform';
import { ApiClient, createServiceEnvironment } from '@rochdale/testing';
import type { ServiceEnvironment } from '@rochdale/testing';
import { RecountOutcomes } from '@rochdale/voting';
import { startApi } from '../../../apps/api/src/main.js';
import { agreeing } from '../deciding-actions.js';
import { plainTerms } from '../deciding-world.js';
import { joinInBulk } from './one-cooperative.js';
import type { Ring } from './rounds.js';

/** For how many others one votes at most, where members may have others vote for them. */
export const mostFollowed = 3;

/** A process, or what stands for one, that answers at a URL. */
export interface Answering {
  readonly url: string;
  readonly close: () => Promise<unknown>;
}

/** A ring in which rounds are held, and what it takes to look at it and to end it. */
export interface HeldRing extends Ring {
  readonly recount: () => Promise<readonly object[]>;
  readonly end: () => Promise<void>;
}

const founder = {
  name: 'Founder',
  email: 'founder@mill.example',
  password: 'a long enough password',
};

/**
 * One co-operative, by the database's own clock, whose members vote at several APIs.
 *
 * @param start starts one more API on the same database
 */
export async function holdRing(
  casters: number,
  apis: number,
  start: (service: ServiceEnvironment) => Promise<Answering>,
): Promise<HeldRing> {
  const service = await createServiceEnvironment();
  const { adminUrl: databaseUrl } = service.database;
  const first = await startApi({ env: service.env });
  const operator = systemActor(null, 'cli');
  const { id: accountId } = await first.app.get(CreateAccount).execute(operator, founder);
  const { cooperative } = await first.app.get(FoundCooperative).execute(operator, {
    slug: 'mill',
    name: 'The Mill',
    currency: 'EUR',
    timeZone: 'Europe/Berlin',
    founder: { accountId, displayName: 'Founder', classKey: 'worker' },
  });
  const anybody = new ApiClient(first.url).in('mill');
  const administrator = await anybody.signIn(founder.email, founder.password);
  const free = { ...plainTerms, ...agreeing('1/2'), mayTakeBack: true };
  const followed = { ...free, delegation: { atMost: mostFollowed, makesQuorum: true } };
  for (const [key, rule] of Object.entries({ free, followed })) {
    await administrator.change(
      `mutation ($key: String!, $rule: String!) { payload: policyAdopt(input: { key: $key,
         title: "A policy", ruleJson: $rule }) { userErrors { code path } } }`,
      { key, rule: JSON.stringify(rule) },
    );
  }
  const started = await Promise.all(Array.from({ length: apis }, () => start(service)));
  const urls = started.map(({ url }) => url);
  const system = systemActor(cooperative.id, 'job');
  return {
    databaseUrl,
    casters: await joinInBulk(databaseUrl, cooperative.id, 'mill', casters, urls),
    open: (policyKey = 'free') => openVote(administrator, policyKey),
    close: (proposalId) => first.app.get(CloseProposal).execute(system, { proposalId }),
    withdraw: (id) =>
      administrator.mutate(
        `mutation ($id: ID!) { payload: proposalWithdraw(id: $id) { userErrors { code } } }`,
        { id },
      ),
    cancel: (id) =>
      administrator.mutate(
        `mutation ($id: ID!) { payload: proposalCancel(id: $id, reason: "Not now.") {
           userErrors { code } } }`,
        { id },
      ),
    recount: () => first.app.get(RecountOutcomes).execute(system),
    end: async () => {
      await Promise.all(started.map((one) => one.close()));
      await first.close();
      await service.close();
    },
  };
}

async function openVote(proposer: ApiClient, policyKey: string): Promise<string> {
  const { proposal } = await proposer.change<{ proposal: { id: string } }>(
    `mutation ($policyKey: String!) { payload: proposalDraft(input: { title: "A question", body: "",
       policyKey: $policyKey }) { userErrors { code path } proposal { id } } }`,
    { policyKey },
  );
  await proposer.change(
    'mutation ($id: ID!) { payload: proposalOpen(id: $id) { userErrors { code } } }',
    { id: proposal.id },
  );
  return proposal.id;
}
