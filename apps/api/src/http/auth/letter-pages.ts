import { html } from '@rochdale/platform';
import type { Html } from '@rochdale/platform';
import { complaintOf, pageAbout, pageOf } from '../kit/html-page.js';
import type { HtmlPage } from '../kit/html-page.js';
import type { AuthQuestion } from './web-request.js';

/** What a form of a page sends back. */
export interface PageForm {
  readonly token: string;
  readonly newPassword: string;
}

/** A page that a letter leads to. It asks first: programs that look through mail follow links. */
export interface LetterPage {
  readonly title: string;
  readonly button: string;
  readonly wantsPassword: boolean;
  readonly done: string;
  /** Where one goes on when it is done. */
  readonly onwards: (slug: string) => Html;
  question(form: PageForm): AuthQuestion;
}

/** To where one signs in, and asks for another link to do so. */
export const toEnter = (slug: string): Html =>
  html`<p><a href="${pageAbout('enter', slug)}">Sign in</a></p>`;

/** The pages by their names, which a web client of one's own has as well. */
export const letterPages: ReadonlyMap<string, LetterPage> = new Map([
  [
    'confirm',
    {
      title: 'Confirm your address',
      button: 'Confirm',
      wantsPassword: false,
      done: 'Your address is confirmed. You may sign in with it.',
      onwards: toEnter,
      question: ({ token }) => ({ path: '/verify-email', query: { token } }),
    },
  ],
  [
    'sign-in',
    {
      title: 'Sign in',
      button: 'Sign in',
      wantsPassword: false,
      done: 'You are signed in.',
      onwards: (slug) =>
        html`<p><a href="${pageAbout('my-data', slug)}">Go on to your own data</a></p>`,
      question: ({ token }) => ({ path: '/magic-link/verify', query: { token } }),
    },
  ],
  [
    'reset-password',
    {
      title: 'Choose a new password',
      button: 'Save',
      wantsPassword: true,
      done: 'Your new password holds from now on. You were signed out everywhere.',
      onwards: toEnter,
      question: (form) => ({ path: '/reset-password', body: form }),
    },
  ],
]);

const passwordField = html`<p>
  <label>
    A password of at least ten characters
    <input
      type="password"
      name="newPassword"
      minlength="10"
      maxlength="128"
      autocomplete="new-password"
      required
    />
  </label>
</p>`;

/** The page with its form. `complaint` is what was wrong with what it sent before. */
export function formOf(
  { title, button, wantsPassword }: LetterPage,
  token: string,
  complaint: string | null = null,
): HtmlPage {
  const fields = wantsPassword ? passwordField : html``;
  return pageOf(
    title,
    html`${complaintOf(complaint)}
      <form method="post">
        <input type="hidden" name="token" value="${token}" />
        ${fields}
        <p><button>${button}</button></p>
      </form>`,
  );
}

const nameField = html`<p>
  <label>
    What the co-operative shall call you; as the letter did, if left empty
    <input name="displayName" maxlength="200" autocomplete="name" />
  </label>
</p>`;

/** The page of an invitation. `complaint` is what was wrong with what it sent before. */
export function nameFormOf(
  title: string,
  token: string,
  complaint: string | null = null,
): HtmlPage {
  return pageOf(
    title,
    html`${complaintOf(complaint)}
      <form method="post">
        <input type="hidden" name="token" value="${token}" />
        ${nameField}
        <p><button>Accept</button></p>
      </form>`,
  );
}
