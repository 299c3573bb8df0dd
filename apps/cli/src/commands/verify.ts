import { invariants } from '@rochdale/house';
import {
  CompareFiles,
  everyRowIsSeen,
  filesLaw,
  openFileStore,
  toGlobalId,
} from '@rochdale/platform';
import type { Invariant } from '@rochdale/platform';
import { recountLaw } from '@rochdale/voting';
import type pg from 'pg';
import type { CliCommand, CliStreams } from '../command.js';
import { refuseOtherWords } from '../command.js';
import { connectedTo, operatorConfig } from '../owner.js';
import { ofEach } from '../as-service.js';
import { recountVotes } from './recount-votes.js';
import { toldRow } from './told-row.js';

interface Broken {
  readonly name: string;
  readonly describes: string;
  readonly rows: readonly unknown[];
}

/** What was looked at: an operator sees that it is the books they mean. */
interface Seen {
  readonly cooperatives: number;
  readonly members: number;
}

interface Findings {
  readonly checked: number;
  readonly broken: readonly Broken[];
  /** Null when the role that asked does not see every row: a count would not be one. */
  readonly seen: Seen | null;
}

function report(found: Findings, asJson: boolean, { stdout }: CliStreams): void {
  const { checked, broken, seen } = found;
  if (asJson) {
    stdout.write(`${JSON.stringify({ checked, broken, seen })}\n`);
    return;
  }
  for (const { name, describes, rows } of broken) {
    stdout.write(`BROKEN ${name}: ${describes}\n`);
    for (const row of rows) stdout.write(`  ${JSON.stringify(row)}\n`);
  }
  if (seen === null)
    stdout.write('no other law was asked: of rows that are hidden none is broken\n');
  else stdout.write(`co-operatives: ${seen.cooperatives}, members: ${seen.members}\n`);
  stdout.write(`${checked} invariants checked, ${broken.length} broken\n`);
}

async function ask(client: pg.Client, { name, of, describes, sql }: Invariant): Promise<Broken[]> {
  const { rows } = await client.query<Record<string, unknown>>(sql);
  return rows.length === 0 ? [] : [{ name, describes, rows: rows.map((row) => toldRow(row, of)) }];
}

const cooperatives = 'select id from membership.cooperatives order by id';
const members = 'select count(*)::int as count from membership.members';

/** What the owner finds, in one snapshot: what is checked is one moment of the books. */
async function askAll(client: pg.Client) {
  await client.query('begin isolation level repeatable read read only');
  const broken: Broken[] = [];
  for (const invariant of invariants) broken.push(...(await ask(client, invariant)));
  const known = await client.query<{ id: string }>(cooperatives);
  const [row] = (await client.query<{ count: number }>(members)).rows;
  await client.query('commit');
  return { broken, ids: known.rows.map(({ id }) => id), members: row?.count ?? 0 };
}

async function verify(): Promise<Findings> {
  const { database, files } = operatorConfig();
  const { ownerUrl, appUrl } = database;
  // Votes are recounted as the service: what it does not see would be counted as nothing.
  for (const url of [ownerUrl, appUrl]) {
    const blind = await connectedTo(url, (client) => ask(client, everyRowIsSeen));
    if (blind.length > 0) return { checked: 1, broken: blind, seen: null };
  }
  const { broken, ids, members: count } = await connectedTo(ownerUrl, askAll);
  // What was decided is never changed: it needs no snapshot.
  const miscounts = await recountVotes(appUrl, ids);
  if (miscounts.length > 0) {
    const rows = miscounts.map((row) => ({
      ...row,
      proposalId: toGlobalId('Proposal', row.proposalId),
    }));
    broken.push({ ...recountLaw, rows });
  }
  const store = openFileStore(files);
  const rows = await ofEach<object>(appUrl, ids, (unitOfWork, actor) =>
    new CompareFiles(unitOfWork, store).execute(actor).catch((error: unknown) => [
      // What could not be looked at is not in order, and keeps no other finding from being told.
      { key: actor.cooperativeId ?? '', missing: 'answer', because: codeOf(error) },
    ]),
  );
  if (rows.length > 0) broken.push({ ...filesLaw, rows });
  const seen = { cooperatives: ids.length, members: count };
  return { checked: invariants.length + 2, broken, seen };
}

/** Why there was no answer, in a word: `EACCES`. */
function codeOf(error: unknown): string {
  const { code } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
  return code ?? 'unknown';
}

/** Checks every invariant over all co-operatives. Exit code 1 when one is broken. */
export const command: CliCommand = {
  run: async (args, streams) => {
    refuseOtherWords(args, 'verify [--json]', ['--json']);
    const found = await verify();
    report(found, args.includes('--json'), streams);
    return found.broken.length === 0 ? 0 : 1;
  },
};
