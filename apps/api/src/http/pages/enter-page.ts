import { html } from '@rochdale/platform';
import type { Html } from '@rochdale/platform';
import { complaintOf, noteOf, pageOf } from '../kit/html-page.js';
import type { HtmlPage } from '../kit/html-page.js';

const title = 'Sign in';

const formTo = (way: string, fields: Html): Html =>
  html`<form method="post" action="${way}">${fields}</form>`;

/** Where somebody signs in who comes without a link. */
export function enterPage(way: string, complaint: string | null = null): HtmlPage {
  const fields = html`<p>
      <label>
        Your e-mail address
        <input type="email" name="email" maxlength="300" autocomplete="username" required />
      </label>
    </p>
    <p>
      <label>
        Your password. Leave it empty to be sent a link instead
        <input type="password" name="password" maxlength="128" autocomplete="current-password" />
      </label>
    </p>
    <p><button>Sign in</button></p>`;
  return pageOf(title, html`${complaintOf(complaint)} ${formTo(way, fields)}`);
}

/** The second step of who has a second factor. */
export function codePage(way: string, complaint: string | null = null): HtmlPage {
  const fields = html`<p>
      <label>
        The code from your authenticator
        <input
          name="code"
          inputmode="numeric"
          maxlength="20"
          autocomplete="one-time-code"
          required
        />
      </label>
    </p>
    <p><button>Sign in</button></p>`;
  return pageOf(title, html`${complaintOf(complaint)} ${formTo(way, fields)}`);
}

/** The same whether or not there is such an account. */
export const linkSentPage = (): HtmlPage =>
  noteOf(
    'Look into your mail',
    'If there is an account with this address, a letter with a link is on its way to it. The ' +
      'link works once, for ten minutes. Come back here when you have followed it.',
  );

export const signedOutPage = (): HtmlPage =>
  noteOf('You are signed out', 'Nobody who finds this browser sees your data any more.');
