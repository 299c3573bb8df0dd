import { startApi } from '../../../apps/api/src/main.js';
import { ofTheRooms, sentDuring } from './recorder.js';
import type { SentStatement } from './recorder.js';
import type { Stack } from './stack.js';

export interface Ask {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What SQL a request comes to, when it is asked the second time of an API in this process. */
export async function statementsOf(
  stack: Stack,
  next: () => Ask,
): Promise<readonly SentStatement[]> {
  const api = await startApi({ env: stack.env });
  try {
    const send = async (): Promise<void> => {
      const { path, headers, body } = next();
      const response = await fetch(api.url + path, { method: 'POST', headers, body });
      if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
      await response.text();
    };
    await send();
    const sent = await sentDuring(send);
    if (process.env['BENCH_STATEMENTS'] === '1') {
      for (const { name, text } of sent) process.stderr.write(`  ${name || text}\n`);
    }
    return ofTheRooms(sent);
  } finally {
    await api.close();
  }
}

/** A GraphQL operation of a member. */
export function operation(token: string, query: string, variables: object): Ask {
  return {
    path: '/graphql',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  };
}
