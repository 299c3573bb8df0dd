import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MoneyWorld } from './money-world.js';
import { routesOf } from './permissions-routes.js';
import { Browser, enterAt, grown } from './pressing.js';

let world: MoneyWorld;
let routes: string[];
let visitors: Record<string, () => Promise<Browser>>;

/** What a browser says that follows a link, or sends a form. */
const accept = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

beforeAll(async () => {
  world = await MoneyWorld.open();
  // Of two, so that which one it is about has to be said.
  await world.found('mill');
  await world.found('forge');
  const printed = world.api.app.getHttpAdapter().getInstance().printRoutes();
  routes = routesOf(printed).filter((route) => route.includes(' /pages/'));
  for (const name of ['ada', 'old', 'sue']) await world.member('mill', name);
  const enter = (name: string) => enterAt(world.api.url, `${name}@mill.example`);
  await world.rows(
    `update membership.members set standing = 'suspended' where display_name = 'sue'`,
  );
  visitors = {
    stranger: async () => new Browser(world.api.url),
    member: () => enter('ada'),
    'suspended member': () => enter('sue'),
    'member of an old session': async () => {
      const browser = await enter('old');
      await grown(world, 'old@mill.example');
      return browser;
    },
  };
});
afterAll(() => world.close());

/** Each route once, and what has an open end twice: where there is something, and where not. */
const addresses = (): string[] =>
  routes.flatMap((route) =>
    route.endsWith('/:page')
      ? [route.replace(':page', 'confirm'), route.replace(':page', 'nothing-here')]
      : [route],
  );

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: object;
}

/** What is wrong with an answer to a browser that asked about that co-operative. */
function faultsOf({ status, text, headers }: Answer, slug: string): string[] {
  const of = headers as Readonly<Record<string, string | undefined>>;
  const keeps = (link: string) => link.includes(`cooperative=${slug}`);
  if (status === 303) return keeps(of['location'] ?? '') ? [] : [`leads to ${of['location']}`];
  if (!(of['content-type'] ?? '').startsWith('text/html')) return [`${status} ${text}`];
  const links = [...text.matchAll(/(?:href|action)="([^"]*)"/g)].map(([, link = '']) => link);
  const ours = links.filter((link) => !link.startsWith('http'));
  return ours.filter((link) => !keeps(link)).map((link) => `${status} links to ${link}`);
}

async function askAll(as: Browser, slug: string): Promise<string[]> {
  const { text } = await as.get(`my-data?cooperative=${slug}`);
  const form = /name="form" value="([^"]+)"/.exec(text)?.[1] ?? '';
  const found: string[] = [];
  // Who signed out is somebody else from then on.
  for (const route of addresses().toSorted((one) => (one.endsWith('/sign-out') ? 1 : -1))) {
    const [method = '', path = ''] = route.split(' ');
    const page = `${path.slice('/pages/'.length)}?cooperative=${slug}`;
    const browser = as.saying({ accept });
    const answers: Answer[] =
      method === 'GET'
        ? [await browser.get(page), await browser.get(`${page}&token=none`)]
        : [
            await browser.send(page, {}),
            await browser.send(page, { form: 'x', token: 'none', email: 'x', code: '1' }),
            await browser.send(page, { form }),
          ];
    for (const answer of answers) {
      found.push(...faultsOf(answer, slug).map((fault) => `${route}: ${fault}`));
    }
  }
  return found;
}

describe('whatever a browser asks of the pages', () => {
  it('is of all routes', () => {
    expect(routes.length).toBeGreaterThan(20);
  });

  it.each(['stranger', 'member', 'suspended member', 'member of an old session'])(
    'is a page, all of whose links keep the co-operative, to a %s',
    async (who) => {
      const browser = await visitors[who]?.();
      expect(await askAll(browser ?? new Browser(world.api.url), 'mill')).toEqual([]);
    },
  );

  it('is a page also about a co-operative that there is not, or whose name is none', async () => {
    const browser = await enterAt(world.api.url, 'ada@mill.example');
    for (const slug of ['nowhere', 'x'.repeat(40)]) {
      expect(await askAll(browser, slug)).toEqual([]);
    }
  });

  it('is told by code to a program, whatever it says that it reads', async () => {
    const token = await world.signIn('ada@mill.example');
    const { status, text } = await world
      .client(token)
      .with({ accept })
      .get('/pages/nothing-here?cooperative=mill');
    expect([status, text]).toEqual([404, expect.stringContaining('"code":"NOT_FOUND"')]);
  });

  it('leads from the address of what is only pressed to where the button is', async () => {
    const browser = await enterAt(world.api.url, 'ada@mill.example');
    const pressed = {
      'erase-me': [
        'leave',
        'take-back-claims',
        'waive-claims',
        'give-credit',
        'decline-claims',
        'call-refunds-back',
        'erase-account',
      ],
      'my-choices': ['choose-visibility', 'take-back-wish', 'take-back-claim', 'take-back-ballot'],
      'my-delegations': ['give-delegation', 'end-delegation'],
      'my-data': ['my-data-archive', 'my-data-download', 'sign-out'],
    };
    for (const [page, all] of Object.entries(pressed)) {
      for (const one of all) {
        const { status, headers } = await browser.get(`${one}?cooperative=mill`);
        expect([status, headers['location']]).toEqual([303, `${page}?cooperative=mill`]);
      }
    }
  });
});
