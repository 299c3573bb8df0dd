import { createServiceEnvironment } from '@rochdale/testing';
import pg from 'pg';
import { expect, it } from 'vitest';
import { makeDemoYear } from '../../apps/demo/src/demo-year.js';

// Late on a day or in a month, what is asked for at the year's beginning is paid a month later.
it.each(['2026-11-28T23:45:00Z', '2027-01-31T12:00:00Z'])(
  'a demo made at %s leaves open what others do',
  async (now) => {
    const service = await createServiceEnvironment();
    const client = new pg.Client({ connectionString: service.database.adminUrl });
    await client.connect();
    try {
      await makeDemoYear(service.env, new Date(now), new Map());
      const { rows } = await client.query<{ name: string }>(
        `select counterparty_name as name from payments.bank_lines where state <> 'matched'
         order by 1`,
      );
      expect(rows.map(({ name }) => name)).toEqual(['K. Unreadable', 'Weirside Cafe']);
    } finally {
      await client.end();
      await service.close();
    }
  },
);
