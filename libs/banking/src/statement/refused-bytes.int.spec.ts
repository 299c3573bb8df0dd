import { afterAll, beforeAll, expect, it } from 'vitest';
import { camtFile } from '../testing/camt.js';
import { createBankingWorld, ibans } from '../testing/banking-world.js';
import type { BankingWorld } from '../testing/banking-world.js';

let world: BankingWorld;
beforeAll(async () => {
  world = await createBankingWorld();
});
afterAll(() => world.close());

it('bytes of a statement file whose row is refused go at once', async () => {
  await world.asOwner(`
    create function payments.refuse_file() returns trigger language plpgsql as
      $$ begin raise exception 'refused'; end $$;
    create trigger refuse_file before insert on payments.statement_files
      for each row execute function payments.refuse_file()`);
  const bytes = camtFile({
    id: 'S1',
    iban: ibans.main,
    from: '2026-01-20',
    to: '2026-01-20',
    entries: [{ amountMinor: 10_00n, on: '2026-01-20' }],
  });
  const asked = world.importFile.execute(world.treasurer, { name: 'x.xml', bytes });
  await expect(asked).rejects.toThrow('refused');
  expect(await world.files.list(`${world.cooperativeId}/statements`)).toEqual([]);
});
