import { describe, expect, it } from 'vitest';
import { openLog } from './log.js';

function logged(...given: [object, string]): Record<string, unknown> {
  const lines: string[] = [];
  const log = openLog({ level: 'info', destination: { write: (line) => void lines.push(line) } });
  log.info(...given);
  expect(lines).toHaveLength(1);
  return JSON.parse(lines[0] ?? '') as Record<string, unknown>;
}

const secret = 'hunter2';

describe('a line of the log', () => {
  it('is one object, of this service, with its level in words', () => {
    expect(logged({ requestId: 'r' }, 'two\nlines')).toMatchObject({
      level: 'info',
      service: 'rochdale',
      requestId: 'r',
      msg: 'two\nlines',
    });
  });

  it.each([
    'authorization',
    'cookie',
    'set-cookie',
    'set-auth-token',
    'x-api-key',
    'password',
    'newPassword',
    'currentPassword',
    'token',
    'secret',
    'accessToken',
    'refreshToken',
    'idToken',
    'email',
    'iban',
    'accountNumber',
    'connectionString',
  ])('says nothing of %s, at any of three depths', (key) => {
    const deep = { [key]: secret, req: { [key]: secret, headers: { [key]: secret } } };
    const line = logged(deep, 'x');
    expect(JSON.stringify(line)).not.toContain(secret);
    expect(line[key]).toBe('[struck out]');
  });

  it('does not change what it was given', () => {
    const headers = { authorization: secret };
    logged({ req: { headers } }, 'x');
    expect(headers).toEqual({ authorization: secret });
  });

  it('is not written below its level', () => {
    const lines: string[] = [];
    const log = openLog({ level: 'warn', destination: { write: (line) => void lines.push(line) } });
    log.info('x');
    log.warn('y');
    expect(lines).toHaveLength(1);
  });
});

describe('an error in the log', () => {
  it('says what and where, and what came before it', () => {
    const cause = Object.assign(new Error('refused'), {
      code: '23505',
      constraint: 'plots_number_unique',
      table: 'plots',
      schema: 'trial',
    });
    const { err } = logged({ err: new TypeError('no plot', { cause }) }, 'x');
    expect(err).toMatchObject({
      type: 'TypeError',
      message: 'no plot',
      stack: expect.stringContaining('log.spec') as string,
      cause: { code: '23505', constraint: 'plots_number_unique', table: 'plots', schema: 'trial' },
    });
  });

  it('never carries the values that the database was given or complained of', () => {
    const err = Object.assign(new Error('refused'), {
      code: '23505',
      detail: `Key (email)=(${secret}) already exists.`,
      parameters: [secret],
      query: `select '${secret}'`,
      where: secret,
    });
    const line = logged({ err, cause: undefined }, 'x');
    expect(JSON.stringify(line)).not.toContain(secret);
    expect(logged({ err: secret }, 'x')['err']).toEqual({ message: 'not an error' });
  });
});
