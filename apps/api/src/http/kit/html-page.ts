import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { html } from '@rochdale/platform';
import type { Html } from '@rochdale/platform';

/** The one sheet of all pages. It is allowed by what it says, so no other is, wherever from. */
const styled = html`<style>
  :root {
    color-scheme: light dark;
    --ink: light-dark(#1c1b19, #ece9e4);
    --quiet: light-dark(#55524c, #b3aea5);
    --ground: light-dark(#fdfcfa, #191816);
    --line: light-dark(#8a857b, #7d786f);
    --deed: light-dark(#14532d, #86d3a3);
    --on-deed: light-dark(#ffffff, #0c2415);
    --danger: light-dark(#9b1c1c, #ff9b91);
    --on-danger: light-dark(#ffffff, #350707);
  }
  * {
    box-sizing: border-box;
  }
  body {
    margin: 0;
    background: var(--ground);
    color: var(--ink);
    font:
      1.0625rem/1.55 system-ui,
      sans-serif;
    overflow-wrap: break-word;
  }
  main,
  footer {
    max-width: 42rem;
    margin: 0 auto;
    padding: 1rem;
  }
  footer {
    color: var(--quiet);
    border-top: 1px solid var(--line);
    margin-top: 1.5rem;
  }
  h1 {
    font-size: 1.6rem;
    line-height: 1.25;
    margin: 0.5rem 0 1rem;
  }
  h2 {
    font-size: 1.25rem;
    line-height: 1.3;
    margin: 2rem 0 0.5rem;
  }
  h3 {
    font-size: 1.0625rem;
    margin: 1.25rem 0 0.25rem;
  }
  a {
    color: var(--deed);
  }
  :focus-visible {
    outline: 3px solid var(--deed);
    outline-offset: 2px;
  }
  label,
  summary {
    display: block;
  }
  summary {
    display: list-item;
    padding: 0.5rem 0;
    cursor: pointer;
    font-weight: 600;
  }
  details {
    border-top: 1px solid var(--line);
  }
  details > :last-child {
    margin-bottom: 1rem;
  }
  select,
  textarea,
  input:not([type='radio'], [type='checkbox']) {
    display: block;
    width: 100%;
    max-width: 24rem;
    min-height: 2.75rem;
    margin-top: 0.25rem;
    padding: 0.5rem;
    border: 1px solid var(--line);
    border-radius: 0.25rem;
    background: transparent;
    color: inherit;
    font: inherit;
  }
  .choice {
    display: grid;
    grid-template-columns: 1.5rem 1fr;
    gap: 0.5rem;
    align-items: start;
    padding: 0.5rem 0;
  }
  .choice input {
    width: 1.25rem;
    height: 1.25rem;
    margin: 0.2rem 0 0;
  }
  fieldset {
    border: 1px solid var(--line);
    border-radius: 0.25rem;
    margin: 1rem 0;
    padding: 0.5rem 1rem;
    min-width: 0;
  }
  button {
    min-height: 2.75rem;
    padding: 0.5rem 1.25rem;
    border: 0;
    border-radius: 0.25rem;
    background: var(--deed);
    color: var(--on-deed);
    font: inherit;
    font-weight: 600;
    cursor: pointer;
  }
  button.plain {
    background: transparent;
    color: var(--deed);
    border: 1px solid var(--line);
  }
  button.danger {
    background: var(--danger);
    color: var(--on-danger);
  }
  [role='alert'],
  [role='status'] {
    border-left: 4px solid var(--danger);
    padding: 0.5rem 0.75rem;
  }
  [role='status'] {
    border-color: var(--deed);
  }
  dt {
    font-weight: 600;
  }
  dd {
    margin: 0 0 0.5rem;
  }
  .rows {
    list-style: none;
    padding: 0;
  }
  .rows li {
    border-top: 1px solid var(--line);
    padding: 0.5rem 0;
  }
  summary::first-letter {
    text-transform: uppercase;
  }
  .quiet {
    color: var(--quiet);
  }
</style>`;

const sheet = styled.toString().slice('<style>'.length, -'</style>'.length);
const sheetHash = createHash('sha256').update(sheet).digest('base64');

/** Nothing but the page itself, its sheet and its form: no script, no picture, in no frame. */
const policy = [
  `default-src 'none'`,
  `style-src 'sha256-${sheetHash}'`,
  `form-action 'self'`,
  `base-uri 'none'`,
  `frame-ancestors 'none'`,
].join('; ');

/** A page of ours. It works without scripts, and loads nothing. */
export interface HtmlPage {
  readonly title: string;
  readonly content: Html;
  /** Null where it ends with the way to the notice, as pages do. */
  readonly footer: Html | null;
}

export const pageOf = (title: string, content: Html, footer: Html | null = null): HtmlPage => ({
  title,
  content,
  footer,
});

/** Which co-operative somebody asked about, in an address or as programs say it; empty for none. */
export function cooperativeSaid({ query, headers }: FastifyRequest): string {
  const asked = textOf((query as Readonly<Record<string, unknown>> | undefined)?.['cooperative']);
  return asked === '' ? textOf(headers['x-cooperative']) : asked;
}

/** Programs are told by code; persons, with a browser and its cookie, by a page. */
export const isForPersons = ({ headers }: FastifyRequest): boolean =>
  headers.authorization === undefined && headers['x-api-key'] === undefined;

/** The address of a page beside this one, about that co-operative where it is said which. */
export const pageAbout = (page: string, slug: string | null): string =>
  slug === null || slug === '' ? page : `${page}?cooperative=${encodeURIComponent(slug)}`;

/** The end of a page: the way to the notice, of the co-operative that was asked about. */
const footOf = (request: FastifyRequest): Html =>
  html`<footer>
    <a href="${pageAbout('privacy', cooperativeSaid(request))}">
      What is kept about you, and why
    </a>
  </footer>`;

function drawn({ title, content }: HtmlPage, footer: Html): string {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        ${styled}
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${content}
        </main>
        ${footer}
      </body>
    </html>`;
  return `${page.toString()}\n`;
}

/** What was wrong with what a page sent before; nothing where nothing was. */
export const complaintOf = (text: string | null): Html =>
  text === null ? html`` : html`<p role="alert">${text}</p>`;

/** A page that says one thing, and where one may go on. */
export const noteOf = (title: string, text: string, more?: Html): HtmlPage =>
  pageOf(
    title,
    html`<p>${text}</p>
      ${more ?? html``}`,
  );

/** What a form or a link said, within bounds. */
export const textOf = (value: unknown): string =>
  typeof value === 'string' ? value.slice(0, 2_000) : '';

/**
 * By the policy of everything else, browsers send our forms with the origin `null`, which is
 * nobody's page. By this one they say ours, and tell no other site that it was read.
 */
const referrers = 'same-origin';

export async function sendPage(reply: FastifyReply, status: number, page: HtmlPage): Promise<void> {
  void reply.headers({
    'content-security-policy': policy,
    'referrer-policy': referrers,
    'cache-control': 'no-store',
  });
  const footer = page.footer ?? footOf(reply.request);
  await reply.status(status).type('text/html; charset=utf-8').send(drawn(page, footer));
}
