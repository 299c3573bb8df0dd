import { defineLetter } from '@rochdale/platform';
import { z } from 'zod';

const topic = 'sign-in';
const link = z.object({ url: z.string() });
const nothing = z.object({});

export const PasswordResetLetter = defineLetter({
  kind: 'identity.password-reset',
  topic,
  data: link,
  text: {
    en: ({ data: { url } }) => ({
      subject: 'Choose a new password',
      text: [
        'Somebody, hopefully you, asked for a new password for this address.',
        '',
        `Choose one here within an hour: ${url}`,
        '',
        'If it was not you, do nothing: your password stays as it is.',
      ].join('\n'),
    }),
  },
});

export const MagicLinkLetter = defineLetter({
  kind: 'identity.magic-link',
  topic,
  data: link,
  text: {
    en: ({ data: { url } }) => ({
      subject: 'Your link to sign in',
      text: [
        'Sign in with this link. It works once, and for ten minutes:',
        '',
        url,
        '',
        'If you did not ask for it, do nothing.',
      ].join('\n'),
    }),
  },
});

/** Instead of a magic link, to an account with a second factor. */
export const MagicLinkRefusedLetter = defineLetter({
  kind: 'identity.magic-link-refused',
  topic,
  data: nothing,
  text: {
    en: () => ({
      subject: 'Sign in with your password and code',
      text: [
        'You asked for a link to sign in. Your account has a second factor, and a link would go',
        'around it. Please sign in with your password and the code from your authenticator.',
      ].join('\n'),
    }),
  },
});

export const EmailVerificationLetter = defineLetter({
  kind: 'identity.email-verification',
  topic,
  data: link,
  text: {
    en: ({ data: { url } }) => ({
      subject: 'Confirm your address',
      text: ['Please confirm that this address is yours:', '', url].join('\n'),
    }),
  },
});

/** Instead of a verification, to an address that has an account: a stranger learns nothing. */
export const SignUpAgainLetter = defineLetter({
  kind: 'identity.sign-up-again',
  topic,
  data: nothing,
  text: {
    en: () => ({
      subject: 'You already have an account',
      text: [
        'Somebody, hopefully you, tried to sign up with this address. There is an account already:',
        'just sign in, or ask for a new password if you forgot yours.',
      ].join('\n'),
    }),
  },
});

/** Whoever had an account for a moment leaves no way back in that its owner is not told of. */
export const PasskeyAddedLetter = defineLetter({
  kind: 'identity.passkey-added',
  topic,
  data: nothing,
  text: {
    en: () => ({
      subject: 'A passkey was added to your account',
      text: [
        'From now on a new passkey signs in to your account.',
        '',
        'If it was not you, choose a new password: that removes every passkey and signs out',
        'everywhere.',
      ].join('\n'),
    }),
  },
});

export const PasskeyRemovedLetter = defineLetter({
  kind: 'identity.passkey-removed',
  topic,
  data: nothing,
  text: {
    en: () => ({
      subject: 'A passkey was removed from your account',
      text: [
        'A passkey was removed, or all of them because a new password was chosen.',
        '',
        'If it was not you, choose a new password: that signs out everywhere.',
      ].join('\n'),
    }),
  },
});

export const identityLetters = [
  PasskeyAddedLetter,
  PasskeyRemovedLetter,
  PasswordResetLetter,
  MagicLinkLetter,
  MagicLinkRefusedLetter,
  EmailVerificationLetter,
  SignUpAgainLetter,
];
