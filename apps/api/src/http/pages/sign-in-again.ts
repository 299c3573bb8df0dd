import { newForMinutes } from '@rochdale/identity';
import { html } from '@rochdale/platform';
import type { Html } from '@rochdale/platform';
import { noteOf } from '../kit/html-page.js';
import type { HtmlPage } from '../kit/html-page.js';
import { enterFor } from './cooperative-asked.js';
import type { PersonalPage } from './cooperative-asked.js';

/** The way to a session that is new, in the co-operative of that short name, and back. */
export const signingIn = (slug: string, to: PersonalPage): Html =>
  html`<p>
    So that nobody does this who found your browser open, it asks for somebody who signed in within
    the last ${newForMinutes} minutes.
    <a href="${enterFor(slug, to)}">Sign in again</a>
  </p>`;

export const signInAgainPage = (slug: string, to: PersonalPage): HtmlPage =>
  noteOf('Sign in again', 'Nothing was done.', signingIn(slug, to));
