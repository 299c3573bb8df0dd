import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { defineLetter, openLog, systemActor } from '@rochdale/platform';
import { createTestWorld } from '@rochdale/testing';
import { expect, it } from 'vitest';
import { z } from 'zod';
import '../letters.permissions.js';
import { DeliverLetter } from './deliver-letter.js';
import { Envelope } from './envelope.js';
import { PostedLetters } from './posted-letters.js';

const Link = defineLetter({
  kind: 'letters-test.refused',
  topic: 'sign-in',
  data: z.object({ url: z.string() }),
  text: { en: ({ data: { url } }) => ({ subject: 'Sign in', text: url }) },
});

// As Postfix, Exim and Exchange do: the refusal repeats the address.
it('a mail server that refuses an address writes it into no log and no job', async () => {
  const world = await createTestWorld();
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.write('220 test\r\n');
    socket.on('data', (chunk) => {
      for (const line of chunk.toString().split('\r\n').filter(Boolean)) {
        const to = /^RCPT TO:<(.*?)>/i.exec(line)?.[1];
        socket.write(
          to === undefined
            ? '250 ok\r\n'
            : `550 5.1.1 <${to}>: Recipient address rejected: User unknown\r\n`,
        );
      }
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const config = {
    secret: 'a secret for tests only, long enough',
    mail: { smtpUrl: `smtp://127.0.0.1:${port}`, from: 'Co-op <coop@example.org>' },
  };
  const system = systemActor(null, 'job');
  const envelope = new Envelope(config);
  await world.unitOfWork.run(system, (tx) =>
    new PostedLetters(envelope, config).write(
      tx,
      Link,
      { email: 'zelphina.zqone@example.org', name: null, language: 'en' },
      { url: 'https://coop.example/' },
    ),
  );
  const [row] = await world.asOwner<{ id: string }>('select id from notifications.letters');
  const lines: string[] = [];
  const log = openLog({ level: 'warn', destination: { write: (line) => void lines.push(line) } });
  // What the runner of jobs does with what a handler throws (job-runner.ts, #fail).
  await new DeliverLetter(world.unitOfWork, envelope, config)
    .execute(system, { letterId: row?.id ?? '' })
    .catch((err: unknown) => log.warn({ err }, 'a job failed and will be tried again'));
  server.close();
  // It waits as it is: the next try may find a server again.
  const missing = expect.stringContaining('set SMTP_URL') as string;
  const without = { ...config, mail: { ...config.mail, smtpUrl: undefined } };
  for (let times = 0; times < 2; times += 1) {
    await expect(
      new DeliverLetter(world.unitOfWork, envelope, without).execute(system, {
        letterId: row?.id ?? '',
      }),
    ).rejects.toMatchObject({ code: 'LETTER_NOT_TAKEN', message: missing });
  }
  await world.close();
  expect(lines).toHaveLength(1);
  expect(lines.join('')).not.toContain('zelphina');
  const message = 'The mail server did not take the letter: EENVELOPE 550 5.1.1.';
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ err: { code: 'LETTER_NOT_TAKEN', message } });
});
