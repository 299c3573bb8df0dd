// Writers, who must get what they were promised, and a receiver, who must hear of it.
import { createServer, request } from 'node:http';
import { once } from 'node:events';
import { json } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';

const define = `mutation ($key: String!) {
  memberClassDefine(input: { key: $key, name: $key, mayVote: false }) { userErrors { code } } }`;
const add = `mutation ($url: String!) {
  webhookAdd(input: { url: $url, types: ["membership.MemberClassDefined"] }) {
    userErrors { code } } }`;

/** Hears of every fact; `heard` says when a key first came. */
export async function openReceiver() {
  const heard = new Map();
  const server = createServer((incoming, response) => {
    let body = '';
    incoming.setEncoding('utf8').on('data', (text) => (body += text));
    incoming.on('end', () => {
      const { classKey: key } = JSON.parse(body).data;
      if (!heard.has(key)) heard.set(key, performance.now());
      response.writeHead(204).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    heard,
    url: `http://127.0.0.1:${server.address().port}/`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function signedIn({ url, email, password }) {
  // As a program signs in, which is no page: fetch would say that it is one.
  const headers = { 'content-type': 'application/json' };
  const asked = request(`${url}/auth/sign-in/email`, { method: 'POST', headers });
  asked.end(JSON.stringify({ email, password }));
  const [response] = await once(asked, 'response');
  const { token } = await json(response);
  if (token === undefined) throw new Error(`nobody can sign in: ${response.statusCode}`);
  return async (query, variables) => {
    const answer = await fetch(`${url}/graphql`, {
      method: 'POST',
      signal: AbortSignal.timeout(30_000),
      headers: {
        'content-type': 'application/json',
        'x-cooperative': 'soak',
        authorization: `Bearer ${token}`,
      },
      body: JSON.stringify({ query, variables }),
    });
    return answer.json();
  };
}

/** Writes until it is stopped; what was promised is in `promised`, with the time of the promise. */
export async function openLoad(service, receiver, lanes = 4, pauseMs = 60) {
  const ask = await signedIn(service);
  const added = await ask(add, { url: receiver.url });
  if (added.data?.webhookAdd.userErrors.length !== 0) throw new Error(JSON.stringify(added));
  const promised = new Map();
  const count = { refused: 0, unexpected: /** @type {string[]} */ ([]) };
  const stopping = new AbortController();
  let next = 0;
  const lane = async () => {
    while (!stopping.signal.aborted) {
      next += 1;
      const key = `soak-${next}`;
      const answer = await ask(define, { key }).catch((error) => ({ thrown: error.message }));
      const codes = (answer.errors ?? []).map(({ extensions }) => extensions?.code);
      if (answer.data?.memberClassDefine?.userErrors.length === 0) {
        promised.set(key, performance.now());
      } else if (codes.includes('UNAVAILABLE')) count.refused += 1;
      else count.unexpected.push(JSON.stringify(answer).slice(0, 300));
      await delay(pauseMs);
    }
  };
  const running = Promise.all(Array.from({ length: lanes }, lane));
  return {
    promised,
    count,
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
