import { html } from '@rochdale/platform';
import type { Html } from '@rochdale/platform';
import { footOf, noteOf } from '../kit/html-page.js';
import { pageAbout } from './cooperative-asked.js';

/** How old a session may be by which somebody takes everything away, leaves, or is erased. */
export const newForMinutes = 15;

/** The way to a session that is new, in the co-operative of that short name. */
export const signingIn = (slug: string): Html =>
  html`<p>
    So that nobody does this who found your browser open, it asks for somebody who signed in within
    the last ${newForMinutes} minutes.
    <a href="${pageAbout('enter', slug)}">Sign in again</a>
  </p>`;

export const signInAgainPage = (slug: string): string =>
  noteOf('Sign in again', 'Nothing was done.', signingIn(slug), footOf(pageAbout('privacy', slug)));
