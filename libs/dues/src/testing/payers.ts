import { StatementQueries } from '@rochdale/banking';
import { newId } from '@rochdale/platform';
import type { Actor, Tx } from '@rochdale/platform';
import { forgetDues } from '../forget-dues.js';
import { invoicesOf, linesOf, member, pay } from './dues-world.js';
import type { DuesWorld, MadeLine } from './dues-world.js';

let ibans = 0;

export interface Payer {
  readonly actor: Actor;
  readonly iban: string;
  readonly name: string;
}

/** An account that nobody else has. */
export function nextIban(): string {
  ibans += 1;
  const digits = `37040044${ibans.toString().padStart(10, '0')}`;
  const check = 98n - (BigInt(`${digits}131400`) % 97n);
  return `DE${check.toString().padStart(2, '0')}${digits}`;
}

export const from = (
  { iban, name }: Payer,
  line: Omit<MadeLine, 'payer' | 'payerName'>,
): MadeLine => ({
  ...line,
  payer: iban,
  payerName: name,
});

/** What clerks see of a locked line. */
export const locked = {
  counterpartyName: null,
  counterpartyAccount: null,
  freeText: null,
  isFound: false,
  words: 0,
};

/** People who pay, and are erased, in a world that is there once the first of it is asked. */
export function payersOf(worldNow: () => DuesWorld) {
  /** Somebody of that name who was asked for dues. */
  async function asked(name: string): Promise<Payer & { reference: string }> {
    const actor = await member(worldNow(), 10_00n, { name });
    await worldNow().issue.execute(worldNow().system);
    const [invoice] = await invoicesOf(worldNow(), actor);
    return { actor, iban: nextIban(), name, reference: invoice?.reference ?? '' };
  }

  /** As who was asked, and paid from an account of their own. */
  async function paying(name: string) {
    const payer = await asked(name);
    await pay(worldNow(), from(payer, { amountMinor: 10_00n, reference: payer.reference }));
    return payer;
  }

  const forget = ({ actor }: Payer) =>
    worldNow().unitOfWork.run(worldNow().system, (tx) =>
      forgetDues(tx, { memberId: actor.memberId ?? '' }),
    );

  async function eraseOnly({ actor }: Payer): Promise<void> {
    const { erase } = worldNow().useCases;
    await erase.execute(await worldNow().actor(actor.accountId ?? '', worldNow().ours.id), {});
  }

  async function erased(payer: Payer): Promise<void> {
    await worldNow().useCases.leave.execute(payer.actor);
    await eraseOnly(payer);
    await forget(payer);
    await forget(payer);
  }

  return { asked, paying, forget, eraseOnly, erased };
}

/** What clerks do and read, and what jobs do meanwhile. */
export function clerksOf(worldNow: () => DuesWorld) {
  const done = new Set<string>();
  /** What booking lines, undoing them and erasing left to do for others, each once. */
  async function doJobs(): Promise<void> {
    const world = worldNow();
    const useCases = {
      'banking.lock-lines-of-erased': world.lockLines,
      'banking.lock-lines-by-name': world.lockByName,
      'banking.follow-undone-line': world.followUndone,
    };
    for (let isMore = true; isMore;) {
      const jobs = await world.asOwner<{ id: string; name: keyof typeof useCases; payload: never }>(
        `select id, name, payload from platform.jobs where name = any ($1) order by id`,
        [Object.keys(useCases)],
      );
      const waiting = jobs.filter(({ id }) => !done.has(id));
      for (const { id, name, payload } of waiting) {
        await useCases[name].execute(world.system, payload);
        done.add(id);
      }
      isMore = waiting.length > 0;
    }
  }

  const incomeAccount = async (): Promise<string> => {
    const code = `gifts-${newId()}`;
    const definition = { code, name: code, kind: 'income', currency: 'EUR' } as const;
    const open = (tx: Tx) => worldNow().ledger.openAccount(tx, definition);
    return (await worldNow().unitOfWork.run(worldNow().system, open)).id;
  };

  const lineOf = async (statementId: string): Promise<string> =>
    (await linesOf(worldNow(), statementId))[0]?.id ?? '';

  /** What a clerk reads of a line, and whether it is found by its words. */
  const seen = (lineId: string, text: string) =>
    worldNow().unitOfWork.read(worldNow().treasurer, async (tx) => {
      const queries = new StatementQueries();
      const [line] = await queries.linesByIds(tx, [lineId]);
      const found = await queries.lines(tx, { first: 9 }, { text });
      const [words] = await worldNow().asOwner<{ count: number }>(
        'select count(*)::int as count from platform.search_words where subject_id = $1',
        [lineId],
      );
      const { counterpartyName, counterpartyAccount, freeText, reference, state } = line ?? {};
      const isFound = found.rows.some(({ id }) => id === lineId);
      const told = { counterpartyName, counterpartyAccount, freeText, reference };
      return { ...told, state, isFound, words: words?.count };
    });
  return { doJobs, incomeAccount, lineOf, seen };
}
