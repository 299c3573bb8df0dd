import { ApiClient } from '@rochdale/testing';
import { expect } from 'vitest';
import type { MoneyWorld } from './money-world.js';

export const password = 'a long enough password';
const form = { 'content-type': 'application/x-www-form-urlencoded' };

const fields = (said: Readonly<Record<string, string>>) => new URLSearchParams(said).toString();

/** What a page lists in its form that leads there. */
function listedIn(text: string, page: string): Readonly<Record<string, string>> {
  const start = text.indexOf(`action="${page}"`);
  const own = start < 0 ? '' : text.slice(start, text.indexOf('</form>', start));
  const listed = own.matchAll(/type="hidden" name="([^"]+)" value="yes"/g);
  return Object.fromEntries([...listed].map(([, name = '']) => [name, 'yes']));
}

export const cookiesOf = (headers: unknown): string =>
  ((headers as Readonly<Record<string, string[]>>)['set-cookie'] ?? [])
    .map((cookie) => cookie.split(';')[0])
    .join('; ');

/** A browser: it keeps cookies, follows nothing, and says whence its forms come. */
export class Browser {
  constructor(
    readonly url: string,
    readonly cookie = '',
    readonly origin = url,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {}

  /** The same, with these headers on all that it asks. */
  saying(headers: Readonly<Record<string, string>>): Browser {
    return new Browser(this.url, this.cookie, this.origin, headers);
  }

  get client(): ApiClient {
    const { cookie, headers } = this;
    return new ApiClient(this.url).with(cookie === '' ? headers : { ...headers, cookie });
  }

  get(page: string) {
    return this.client.get(`/pages/${page}`).redirects(0);
  }

  /** Presses the button of a page that leads there, with what its form lists. */
  async press(page: string, said: Readonly<Record<string, string>> = {}, shownOn = 'my-data') {
    const about = page.slice(page.indexOf('?'));
    const { text } = await this.get(`${shownOn}${about}`);
    return this.pressShown(text, page, said);
  }

  /** The same on a page that was shown a while ago. */
  pressShown(text: string, page: string, said: Readonly<Record<string, string>> = {}) {
    const token = /name="form" value="([^"]+)"/.exec(text)?.[1] ?? '';
    return this.send(page, { form: token, ...listedIn(text, page), ...said });
  }

  send(page: string, said: Readonly<Record<string, string>>) {
    const { origin } = this;
    return this.client
      .with({ ...form, origin })
      .post(`/pages/${page}`, fields(said))
      .redirects(0);
  }
}

/** Somebody who signs in on the page of the mill. */
export async function enterAt(url: string, email: string): Promise<Browser> {
  const sent = { email, password };
  const { status, headers } = await new Browser(url).send('enter?cooperative=mill', sent);
  expect([status, headers['location']]).toEqual([303, 'my-data?cooperative=mill']);
  return new Browser(url, cookiesOf(headers));
}

/** Their sessions are just too old for what cannot be taken back. */
export async function grown(world: MoneyWorld, email: string): Promise<void> {
  await world.rows(
    `update identity.sessions set created_at = now() - interval '16 minutes' where account_id =
       (select id from identity.accounts where email = $1)`,
    [email],
  );
}
