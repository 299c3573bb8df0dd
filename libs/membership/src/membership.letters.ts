import { defineLetter } from '@rochdale/platform';
import { MemberAdmitted } from './membership.events.js';

export const AdmittedLetter = defineLetter({
  kind: 'membership.admitted',
  topic: 'membership',
  on: MemberAdmitted,
  // Founders admitted themselves.
  to: ({ memberId, applicationId }) => (applicationId === null ? [] : [memberId]),
  text: {
    en: ({ to: { name }, sender }) => ({
      subject: `You are a member of ${sender}`,
      text: [
        name === null ? 'Welcome!' : `Dear ${name},`,
        '',
        `${sender} has admitted you as a member. From now on you may read what members read, make`,
        'proposals and vote, as its rules have it. Sign in with this address.',
      ].join('\n'),
    }),
  },
});

export const membershipLetters = [AdmittedLetter];
