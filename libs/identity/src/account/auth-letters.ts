import type { Letter } from '../mail.js';

export function passwordResetLetter(to: string, url: string): Letter {
  return {
    to,
    kind: 'password-reset',
    subject: 'Choose a new password',
    text: [
      'Somebody, hopefully you, asked for a new password for this address.',
      '',
      `Choose one here within an hour: ${url}`,
      '',
      'If it was not you, do nothing: your password stays as it is.',
    ].join('\n'),
  };
}

export function magicLinkLetter(to: string, url: string): Letter {
  return {
    to,
    kind: 'magic-link',
    subject: 'Your link to sign in',
    text: [
      'Sign in with this link. It works once, and for ten minutes:',
      '',
      url,
      '',
      'If you did not ask for it, do nothing.',
    ].join('\n'),
  };
}

export function secondFactorLetter(to: string): Letter {
  return {
    to,
    kind: 'magic-link-refused',
    subject: 'Sign in with your password and code',
    text: [
      'You asked for a link to sign in. Your account has a second factor, and a link would go',
      'around it. Please sign in with your password and the code from your authenticator.',
    ].join('\n'),
  };
}

export function verificationLetter(to: string, url: string): Letter {
  return {
    to,
    kind: 'email-verification',
    subject: 'Confirm your address',
    text: ['Please confirm that this address is yours:', '', url].join('\n'),
  };
}

export function alreadyKnownLetter(to: string): Letter {
  return {
    to,
    kind: 'sign-up-again',
    subject: 'You already have an account',
    text: [
      'Somebody, hopefully you, tried to sign up with this address. There is an account already:',
      'just sign in, or ask for a new password if you forgot yours.',
    ].join('\n'),
  };
}
