import { defineLetter } from '@rochdale/platform';
import { z } from 'zod';
import { MemberAdmitted } from './membership.events.js';

export const AdmittedLetter = defineLetter({
  kind: 'membership.admitted',
  topic: 'membership',
  on: MemberAdmitted,
  // Founders admitted themselves.
  to: ({ memberId, applicationId }) => (applicationId === null ? [] : [memberId]),
  text: {
    en: ({ to: { name }, sender, noticeUrl = '' }) => ({
      subject: `You are a member of ${sender}`,
      text: [
        name === null ? 'Welcome!' : `Dear ${name},`,
        '',
        `${sender} has admitted you as a member. From now on you may read what members read, make`,
        'proposals and vote, as its rules have it. Sign in with this address.',
        '',
        `What ${sender} keeps about you, and why: ${noticeUrl}`,
      ].join('\n'),
    }),
  },
});

/** To an address that may have no account yet, so that no fact can be followed by it. */
export const InvitationLetter = defineLetter({
  kind: 'membership.invitation',
  topic: 'membership',
  data: z.object({
    cooperative: z.string(),
    url: z.string(),
    lastDay: z.iso.date(),
    noticeUrl: z.string(),
  }),
  text: {
    en: ({ to: { name }, data: { cooperative, url, lastDay, noticeUrl } }) => ({
      subject: `${cooperative} invites you to become a member`,
      text: [
        name === null ? 'Hello,' : `Dear ${name},`,
        '',
        `${cooperative} invites you to become a member. Accept with this link, until`,
        `${lastDay}. It works once:`,
        '',
        url,
        '',
        'If you do not want to, or do not know them, do nothing.',
        '',
        `What ${cooperative} would keep about you, and why: ${noticeUrl}`,
      ].join('\n'),
    }),
  },
});

/** Its link opens nothing for strangers: whoever reads somebody's mail has nothing by it. */
export const ArchiveReadyLetter = defineLetter({
  kind: 'membership.archive-ready',
  topic: 'membership',
  data: z.object({ cooperative: z.string(), hours: z.int(), url: z.string() }),
  text: {
    en: ({ to: { name }, data: { cooperative, hours, url } }) => ({
      subject: `What ${cooperative} keeps about you is ready to be fetched`,
      text: [
        name === null ? 'Hello,' : `Dear ${name},`,
        '',
        `You asked ${cooperative} for everything that it keeps about you. The archive is ready.`,
        `Sign in and fetch it within ${hours} hours. It can be fetched once; then it is gone.`,
        '',
        url,
        '',
        'If you did not ask for it, somebody else may be signed in as you: end your sessions.',
      ].join('\n'),
    }),
  },
});

/** To who belongs nowhere and has not been here for long. */
export const AccountGoesLetter = defineLetter({
  kind: 'membership.account-goes',
  topic: 'membership',
  data: z.object({ url: z.string(), lastDay: z.iso.date() }),
  text: {
    en: ({ to: { name }, data: { url, lastDay } }) => ({
      subject: 'Your account goes unless you use it',
      text: [
        name === null ? 'Hello,' : `Dear ${name},`,
        '',
        `you have an account at ${url}, belong to no co-operative there, and have`,
        `not been there for long. After ${lastDay} it is erased, and nobody can bring it back.`,
        '',
        'If you want to keep it, sign in once before. If you do not, do nothing.',
      ].join('\n'),
    }),
  },
});

/** To who left a co-operative long ago, or was excluded. */
export const FormerGoesLetter = defineLetter({
  kind: 'membership.former-goes',
  topic: 'membership',
  data: z.object({ cooperative: z.string(), url: z.string(), lastDay: z.iso.date() }),
  text: {
    en: ({ to: { name }, data: { cooperative, url, lastDay } }) => ({
      subject: `What ${cooperative} keeps about you goes`,
      text: [
        name === null ? 'Hello,' : `Dear ${name},`,
        '',
        `you were a member of ${cooperative} once. It does not have to keep who you were any`,
        `longer: after ${lastDay} you are erased there, and so is the account by which you signed`,
        'in, unless you belong to another co-operative here. Nobody can bring it back.',
        '',
        'If you want to have what is kept about you, fetch it before:',
        '',
        url,
        '',
        'If you do not, do nothing.',
      ].join('\n'),
    }),
  },
});

/** To the same, where something waits for them to say where it is paid. */
export const FormerOwedLetter = defineLetter({
  kind: 'membership.former-owed',
  topic: 'membership',
  data: z.object({ cooperative: z.string(), url: z.string() }),
  text: {
    en: ({ to: { name }, data: { cooperative, url } }) => ({
      subject: `${cooperative} owes you something`,
      text: [
        name === null ? 'Hello,' : `Dear ${name},`,
        '',
        `you were a member of ${cooperative} once, and it still has money that is yours. Please`,
        'tell its treasurers to which account it is to be paid. What is there, and how to let it',
        'go to the co-operative instead, is said under "Be erased" on this page:',
        '',
        url,
        '',
        'The co-operative does not have to keep who you were any longer, and erases you when this',
        'is settled: you are told before. Until then it asks once a year.',
      ].join('\n'),
    }),
  },
});

/** To who applied long ago, and whom nobody answered. */
export const ApplicationLapsesLetter = defineLetter({
  kind: 'membership.application-lapses',
  topic: 'membership',
  data: z.object({
    cooperative: z.string(),
    url: z.string(),
    appliedOn: z.iso.date(),
    lastDay: z.iso.date(),
  }),
  text: {
    en: ({ to: { name }, data: { cooperative, url, appliedOn, lastDay } }) => ({
      subject: `${cooperative} has not answered your application`,
      text: [
        name === null ? 'Hello,' : `Dear ${name},`,
        '',
        `you asked to join ${cooperative} on ${appliedOn}, and nobody has answered. If nobody`,
        `does, your application lapses after ${lastDay}, and what it told of you goes six months`,
        'later.',
        '',
        'If you still want to join, ask them to decide before. You may also apply again later.',
        'What is kept about you, and how to have it erased:',
        '',
        url,
      ].join('\n'),
    }),
  },
});

/** To the same, when it is over. */
export const ApplicationLapsedLetter = defineLetter({
  kind: 'membership.application-lapsed',
  topic: 'membership',
  data: z.object({ cooperative: z.string(), url: z.string() }),
  text: {
    en: ({ to: { name }, data: { cooperative, url } }) => ({
      subject: `Your application to ${cooperative} has lapsed`,
      text: [
        name === null ? 'Hello,' : `Dear ${name},`,
        '',
        `${cooperative} has decided nothing about your application. It has lapsed, and what it`,
        'told of you goes in six months. You may apply again, or have it erased at once:',
        '',
        url,
      ].join('\n'),
    }),
  },
});

export const membershipLetters = [
  AccountGoesLetter,
  AdmittedLetter,
  ApplicationLapsedLetter,
  ApplicationLapsesLetter,
  ArchiveReadyLetter,
  FormerGoesLetter,
  FormerOwedLetter,
  InvitationLetter,
];
