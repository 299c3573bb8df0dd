import { systemActor } from '@rochdale/platform';
import type { CodedError } from '@rochdale/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callAuth, createIdentityWorld } from '../testing/identity-world.js';
import type { IdentityProcess, IdentityWorld } from '../testing/identity-world.js';

const password = 'correct horse battery';
let world: IdentityWorld;
let processes: readonly [IdentityProcess, IdentityProcess];

beforeAll(async () => {
  world = await createIdentityWorld();
  processes = [world.anotherProcess(), world.anotherProcess()];
  const seed = systemActor(null, 'seed');
  const person = { name: 'Ada', email: 'ada@example.org', password };
  await world.createAccount.execute(seed, person);
});

afterAll(async () => world.close());

/** Calls the two processes in turn until one refuses; how often it was answered before. */
async function answeredBefore429(
  call: (process: IdentityProcess, round: number) => Promise<number>,
): Promise<number> {
  for (let round = 0; round < 200; round += 1) {
    const process = processes[round % 2 === 0 ? 0 : 1];
    if ((await call(process, round)) === 429) return round;
  }
  return Number.POSITIVE_INFINITY;
}

describe('a limit', () => {
  const rule = { name: 'test', max: 3, windowSeconds: 60 };

  it('counts over processes, exactly, also at the same moment', async () => {
    const attempts = Array.from({ length: 10 }, (_, index) =>
      processes[index % 2 === 0 ? 0 : 1].rateLimits.consume(rule, 'together'),
    );
    const verdicts = await Promise.all(attempts);
    expect(verdicts.filter(({ allowed }) => allowed)).toHaveLength(3);
    expect(verdicts.every(({ retryAfterSeconds }) => retryAfterSeconds <= 60)).toBe(true);
  });

  it('begins anew when its window is over', async () => {
    const [{ rateLimits }] = processes;
    for (let count = 0; count < 4; count += 1) await rateLimits.consume(rule, 'again');
    expect((await rateLimits.consume(rule, 'again')).allowed).toBe(false);
    await world.asOwner(`update identity.rate_limits set window_ends_at = now()`);
    expect((await rateLimits.consume(rule, 'again')).allowed).toBe(true);
  });

  it('keeps no address or e-mail, only a hash', async () => {
    await processes[0].rateLimits.consume(rule, 'ada@example.org');
    const rows = await world.asOwner<{ key: string }>(
      'select key_hash as key from identity.rate_limits',
    );
    expect(rows.every(({ key }) => /^[0-9a-f]{64}$/.test(key))).toBe(true);
  });
});

describe('guessing', () => {
  it('a password is limited per address over all processes', async () => {
    const answered = await answeredBefore429(async ({ auth }, round) => {
      // Without a password nothing is hashed, which makes thirty attempts cheap.
      const body = { email: `nobody-${round}@example.org` };
      return (await callAuth(auth, '/sign-in/email', { body, address: '198.51.100.1' })).status;
    });
    expect(answered).toBe(30);
  });

  it('a password is limited per account, from however many addresses', async () => {
    const answered = await answeredBefore429(async ({ auth }, round) => {
      const body = { email: 'Ada@example.org', password: 'not the password' };
      const address = `203.0.113.${round}`;
      const reply = await callAuth(auth, '/sign-in/email', { body, address });
      if (reply.status === 429) expect(reply.body['code']).toBe('RATE_LIMITED');
      return reply.status;
    });
    expect(answered).toBe(20);
  });

  it('asking for new passwords is limited, known or not', async () => {
    const ask = (email: string) =>
      answeredBefore429(async ({ auth }, round) => {
        const call = { body: { email }, address: `192.0.2.${round + 10}` };
        return (await callAuth(auth, '/request-password-reset', call)).status;
      });
    expect([await ask('ada@example.org'), await ask('unknown@example.org')]).toEqual([5, 5]);
  });

  it('a token is limited per address over all processes', async () => {
    const answered = await answeredBefore429(async ({ authenticator }, round) => {
      const bearer = `rcp_${String(round).padStart(43, 'x')}`;
      const attempt = authenticator.authenticate({ bearer, address: '198.51.100.9' });
      const code = await attempt.then(
        () => 'allowed',
        (error: CodedError) => error.code,
      );
      return code === 'RATE_LIMITED' ? 429 : 401;
    });
    expect(answered).toBe(30);
  });

  it('says RATE_LIMITED with the time to wait', async () => {
    const [{ authenticator }] = processes;
    const guess = (round: number) =>
      authenticator
        .authenticate({ bearer: `rcp_${round}`.padEnd(47, 'x'), address: '198.51.100.10' })
        .catch((error: CodedError) => error);
    for (let round = 0; round < 30; round += 1) await guess(round);
    const refusal = await guess(30);
    expect(refusal).toMatchObject({ code: 'RATE_LIMITED' });
    expect((refusal as CodedError).details.data?.['retryAfterSeconds']).toBeGreaterThan(0);
  });
});
