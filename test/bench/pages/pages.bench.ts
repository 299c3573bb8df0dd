import { randomBytes } from 'node:crypto';
import { assert, sha256Hex, toGlobalId } from '@rochdale/platform';
import { exactFigure } from '../figure.js';
import type { BenchFigure } from '../figure.js';
import { operation, statementsOf } from '../world/observed-api.js';
import { cpuMsOfStatements, cpuMsPerRequest } from '../world/processor.js';
import { asOwner } from '../world/cooperative.js';
import { stackUnderMeasure } from '../world/stack.js';
import type { Stack } from '../world/stack.js';
import { copyRows } from './copies.js';
import { pages } from './pages.js';

/** As many as a small co-operative has readers at once. */
const several = 8;
const copies = 4;

/** Who reads the audit trail besides; no treasurer of the demo audits. */
const auditor = `insert into membership.role_terms (id, cooperative_id, member_id, role, origin,
    starts_at)
  select gen_random_uuid(), cooperative_id, member_id, 'auditor', 'appointed', now()
  from membership.role_terms where role = 'treasurer' limit 1`;

/** Opens a session for the treasurer of the demo's year, and has them see every page. */
async function signIn(stack: Stack): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await asOwner(stack, async (client) => {
    const { rowCount } = await client.query(
      `insert into identity.sessions (id, account_id, token_hash, expires_at, created_at,
         updated_at)
       select gen_random_uuid(), account_id, $1, now() + interval '7 days', now(), now()
       from membership.members where id =
         (select member_id from membership.role_terms where role = 'treasurer' limit 1)`,
      [sha256Hex(token)],
    );
    assert(rowCount === 1, 'the demo has a treasurer');
    await client.query(auditor);
  });
  return token;
}

interface Place {
  readonly cooperativeId: string;
  readonly proposalId: string;
}

/** The demo's co-operative, and the proposal in it that most voted on. */
function findPlace(stack: Stack): Promise<Place> {
  return asOwner(stack, async (client) => {
    const { rows } = await client.query<Place>(
      `select cooperative_id as "cooperativeId", proposal_id as "proposalId"
       from governance.ballots where superseded_at is null
       group by 1, 2 order by count(*) desc, 2 limit 1`,
    );
    const [place] = rows;
    assert(place !== undefined, 'members voted');
    return place;
  });
}

/**
 * What ten main pages cost the API's process, in ms of processor time per request: one reader, and
 * several at once. The baseline is the same statements from a bare client, which is what the pages
 * would cost if nobody were recognised and nothing were parsed or made of the rows.
 */
export async function run(): Promise<BenchFigure[]> {
  const stack = stackUnderMeasure();
  await copyRows(stack, copies);
  const token = await signIn(stack);
  const { cooperativeId, proposalId } = await findPlace(stack);
  const variables = { proposalId: toGlobalId('Proposal', proposalId) };
  const figures: BenchFigure[] = [];
  for (const { name, query, rows, counted = '"node":' } of pages) {
    const head = query.includes('$proposalId') ? 'query Page($proposalId: ID!)' : 'query Page';
    const ask = operation(token, `${head} { ${query} }`, variables);
    const isRight = (body: string): boolean =>
      !body.includes('"errors"') && body.split(counted).length > rows;
    // That somebody looked is written down each time: the same row twice would be refused.
    const statements = (await statementsOf(stack, () => ask)).filter(
      ({ text }) => !text.startsWith('insert'),
    );
    const raw = await cpuMsOfStatements(stack, { cooperativeId, readOnly: true, statements });
    for (const lanes of [1, several]) {
      const value = await cpuMsPerRequest(stack, ask, isRight, lanes);
      const of = lanes === 1 ? name : `… ${lanes} at a time`;
      figures.push(exactFigure(of, 'ms CPU', value, raw));
    }
  }
  return figures;
}
