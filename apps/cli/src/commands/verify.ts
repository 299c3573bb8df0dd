import { invariants } from '@rochdale/house';
import type { CliCommand, CliStreams } from '../command.js';
import { asOwner, operatorConfig } from '../owner.js';
import { recountLaw, recountVotes } from './recount-votes.js';

interface Broken {
  readonly name: string;
  readonly describes: string;
  readonly rows: readonly unknown[];
}

const checked = invariants.length + 1;

function report(broken: readonly Broken[], asJson: boolean, { stdout }: CliStreams): void {
  if (asJson) {
    stdout.write(`${JSON.stringify({ checked, broken })}\n`);
    return;
  }
  for (const { name, describes, rows } of broken) {
    stdout.write(`BROKEN ${name}: ${describes}\n`);
    for (const row of rows) stdout.write(`  ${JSON.stringify(row)}\n`);
  }
  stdout.write(`${checked} invariants checked, ${broken.length} broken\n`);
}

const cooperatives = 'select id from membership.cooperatives order by id';

/** Checks every invariant over all co-operatives. Exit code 1 when one is broken. */
export const command: CliCommand = {
  run: async (args, streams) => {
    const { database } = operatorConfig();
    const [broken, ids] = await asOwner(database.ownerUrl, async (client) => {
      // One snapshot for all: what is checked is one moment of the books.
      await client.query('begin isolation level repeatable read read only');
      const found: Broken[] = [];
      for (const { name, describes, sql } of invariants) {
        const { rows } = await client.query(sql);
        if (rows.length > 0) found.push({ name, describes, rows });
      }
      const known = await client.query<{ id: string }>(cooperatives);
      await client.query('commit');
      return [found, known.rows.map(({ id }) => id)] as const;
    });
    // What was decided is never changed: it needs no snapshot.
    const miscounts = await recountVotes(database.appUrl, ids);
    if (miscounts.length > 0) broken.push({ ...recountLaw, rows: miscounts });
    report(broken, args.includes('--json'), streams);
    return broken.length === 0 ? 0 : 1;
  },
};
