import { openLog, platformErrors } from '@rochdale/platform';
import { expect, it } from 'vitest';
import { Unavailable } from './unavailable.js';

const ids = { requestId: 'r1', traceId: 't1' };

function open() {
  const lines: string[] = [];
  const log = openLog({ level: 'warn', destination: { write: (line) => void lines.push(line) } });
  const said = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  return { unavailable: new Unavailable(log), said };
}

const because = (cause: Error) => platformErrors.error('UNAVAILABLE', 'Not now.', { cause });

it('says the cause, which the client does not read, and not again at once', () => {
  const { unavailable, said } = open();
  for (let n = 0; n < 200; n += 1) {
    unavailable.tell(because(new Error('canceling statement due to statement timeout')), ids);
  }
  unavailable.tell(because(new Error('out of disk')), ids);
  expect(said()).toMatchObject([
    {
      msg: 'something was unavailable',
      code: 'UNAVAILABLE',
      requestId: 'r1',
      err: { cause: { message: 'canceling statement due to statement timeout' } },
    },
    { err: { cause: { message: 'out of disk' } } },
  ]);
});

it('leaves a lost database to who is connected to it, and refusals to the client', () => {
  const { unavailable, said } = open();
  unavailable.tell(because(Object.assign(new Error('gone'), { code: '57P01' })), ids);
  unavailable.tell(platformErrors.error('NOT_FOUND', 'There is none.'), ids);
  expect(said()).toEqual([]);
});
