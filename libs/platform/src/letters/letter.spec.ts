import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { html } from './html.js';
import { defineFact } from '../catalogue/fact.js';
import { idOf } from '../catalogue/told-ids.js';
import { toGlobalId } from '../kernel/global-id.js';
import { composeLetter, defineLetter, lettersOn } from './letter.js';

const Greeting = defineLetter({
  kind: 'letter-spec.greeting',
  topic: 'news',
  data: z.object({ title: z.string() }),
  text: {
    en: ({ data, to, sender }) => ({
      subject: `${data.title} from ${sender}`,
      text: `Dear ${to.name ?? 'member'},\n\n${data.title}`,
    }),
    de: ({ data }) => ({ subject: `Neu: ${data.title}`, text: 'Hallo' }),
  },
  html: {
    en: ({ data, to }, markup) => markup`<p title="${data.title}">Dear ${to.name ?? 'member'}</p>`,
  },
});

const written = (title: string, name: string | null, language = 'en') =>
  composeLetter(Greeting, {
    data: { title },
    to: { email: 'ada@example.org', name, language },
    sender: 'Millpond',
  });

const Happened = defineFact({
  type: 'letter-spec.Happened',
  version: 1,
  subject: 'payout',
  visibility: 'private',
  wholeFor: 'audit.read',
  data: z.object({ payoutIds: z.array(idOf('Payout')), memberId: idOf('Member') }),
});
const payoutId = '0198a0b0-0000-7000-8000-000000000001';
const memberId = '0198a0b0-0000-7000-8000-000000000002';
defineLetter({
  kind: 'letter-spec.happened',
  topic: 'money',
  on: Happened,
  to: (data) => [data.memberId],
  text: { en: ({ data }) => ({ subject: 'It happened', text: data.payoutIds.join('\n') }) },
});

it('a letter that follows a fact names things by the ids that its reader may ask by', () => {
  const [letter] = lettersOn(Happened.type);
  const data = { payoutIds: [payoutId], memberId };
  expect(letter?.recipients(data)).toEqual([memberId]);
  const to = { email: 'ada@example.org', name: null, language: 'en' };
  const composed = letter?.compose({ data, to, sender: 'Millpond' });
  expect(composed?.text).toBe(toGlobalId('Payout', payoutId));
});

describe('a letter', () => {
  it.each([
    ['de', 'Neu: News'],
    ['de-AT', 'Neu: News'],
    ['en-GB', 'News from Millpond'],
    ['fr', 'News from Millpond'],
    ['', 'News from Millpond'],
    ['constructor', 'News from Millpond'],
  ])('is written in the language %j, or in English', (language, subject) => {
    expect(written('News', 'Ada', language).subject).toBe(subject);
  });

  it('has markup only where its language has', () => {
    expect(written('News', 'Ada', 'de').html).toBeNull();
    expect(written('News', 'Ada', 'fr').html).toBe('<p title="News">Dear Ada</p>');
  });

  it.each([
    ['a header of its own', 'x\r\nBcc: everybody@example.org', 'x Bcc: everybody@example.org'],
    ['a paragraph of its own', 'x\n\nPay to …', 'x Pay to …'],
    ['a line that other programs see', 'x\u2028Pay', 'x Pay'],
    ['text that reads backwards', 'x\u202Efdp.exe', 'x fdp.exe'],
    ['a control that terminals obey', 'x\u001B[31m', 'x [31m'],
  ])('does not let what it tells of write %s', (_what, hostile, tamed) => {
    const { subject, text } = written(hostile, hostile);
    expect(subject).toBe(`${tamed} from Millpond`);
    expect(text).toBe(`Dear ${tamed},\n\n${tamed}`);
  });

  it('keeps the joiners that some scripts are written with', () => {
    expect(written('می‌خواهم', 'Ada').subject).toContain('می‌خواهم');
  });

  it('escapes whatever is filled into its markup', () => {
    expect(written('"><script>', `<img src=x onerror='x'>&`).html).toBe(
      '<p title="&quot;&gt;&lt;script&gt;">Dear &lt;img src=x onerror=&#39;x&#39;&gt;&amp;</p>',
    );
  });

  it('is declared once', () => {
    const again = () =>
      defineLetter({
        kind: Greeting.kind,
        topic: 'news',
        data: z.object({}),
        text: { en: () => ({ subject: '', text: '' }) },
      });
    expect(again).toThrow(/declared twice/);
  });
});

describe('markup', () => {
  it('nests, and lists', () => {
    const items = ['<1>', '2'].map((item) => html`<li>${item}</li>`);
    const list = html`<ol>
      ${items}
    </ol>`;
    expect(list.toString().replaceAll(/\s/g, '')).toBe('<ol><li>&lt;1&gt;</li><li>2</li></ol>');
  });

  it('is not what only looks like it', () => {
    const posing = { toString: () => '<b>' } as unknown as string;
    expect(html`${posing}`.toString()).toBe('&lt;b&gt;');
  });
});
