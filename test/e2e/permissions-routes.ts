import type { ActorName, Cast } from './permissions-cast.js';

/** Of what kind the `:id` of a route is. */
const kinds: Readonly<Record<string, string>> = {
  '/files/:id': 'File',
  '/bank/payment-files/:id': 'PaymentFile',
  '/v1/recounts/:id': 'DecidedProposal',
};

/** What stands for a route's open end. */
const wildcards: Readonly<Record<string, string>> = {
  '/auth/*': '/auth/get-session',
  '/graphiql/:file': '/graphiql/page.js',
  '/pages/invitation': '/pages/invitation?token=none',
  '/pages/:page': '/pages/confirm?token=none',
  '/v1/schemas/:file': '/v1/schemas/decision-rule.json',
  '/v1/reports/:file': '/v1/reports/trial-balance.csv',
};

/**
 * `GET /files/:id` for each route of Fastify's printed tree, in its order. HEAD goes with GET, and
 * OPTIONS is what browsers ask before a request from elsewhere.
 */
export function routesOf(printed: string): string[] {
  const path: string[] = [];
  const routes: string[] = [];
  for (const line of printed.split('\n')) {
    const match = /^((?:│ {3}| {4})*)[├└]── (\(empty root node\)|\S*)(?: \(([A-Z, -]+)\))?/.exec(
      line,
    );
    if (match === null) continue;
    const [, indent = '', part = '', methods = ''] = match;
    path.length = indent.length / 4;
    path.push(part === '(empty root node)' ? '' : part);
    for (const method of methods.split(', ')) {
      if (['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].includes(method)) {
        routes.push(`${method} ${path.join('')}`);
      }
    }
  }
  return routes;
}

/** Asks a route as somebody. @returns `ok`, or the code of the problem */
export async function requestTo(cast: Cast, route: string, actor: ActorName): Promise<string> {
  const [method = '', pattern = ''] = route.split(' ');
  const id = cast.plainIdOf(kinds[pattern] ?? '');
  const path = (wildcards[pattern] ?? pattern).replaceAll(/:[A-Za-z]+/g, id);
  const request = cast.client(actor).request(method, path).redirects(0);
  const { status, text } = await (method === 'GET' ? request : request.send({}));
  if (status < 400) return 'ok';
  return /"code":"([A-Z_]+)"/.exec(text)?.[1] ?? `${status} ${text.slice(0, 200)}`;
}
