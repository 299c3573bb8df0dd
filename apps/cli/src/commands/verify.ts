import { invariants } from '@rochdale/house';
import type { CliCommand, CliStreams } from '../command.js';
import { asOwner, operatorConfig } from '../owner.js';

interface Broken {
  readonly name: string;
  readonly describes: string;
  readonly rows: readonly unknown[];
}

function report(broken: readonly Broken[], asJson: boolean, { stdout }: CliStreams): void {
  if (asJson) {
    stdout.write(`${JSON.stringify({ checked: invariants.length, broken })}\n`);
    return;
  }
  for (const { name, describes, rows } of broken) {
    stdout.write(`BROKEN ${name}: ${describes}\n`);
    for (const row of rows) stdout.write(`  ${JSON.stringify(row)}\n`);
  }
  stdout.write(`${invariants.length} invariants checked, ${broken.length} broken\n`);
}

/** Checks every invariant over all co-operatives. Exit code 1 when one is broken. */
export const command: CliCommand = {
  run: async (args, streams) => {
    const broken = await asOwner(operatorConfig().database.ownerUrl, async (client) => {
      // One snapshot for all: what is checked is one moment of the books.
      await client.query('begin isolation level repeatable read read only');
      const found: Broken[] = [];
      for (const { name, describes, sql } of invariants) {
        const { rows } = await client.query(sql);
        if (rows.length > 0) found.push({ name, describes, rows });
      }
      await client.query('commit');
      return found;
    });
    report(broken, args.includes('--json'), streams);
    return broken.length === 0 ? 0 : 1;
  },
};
