import { Controller, Get } from '@nestjs/common';
import { describe, expect, it } from 'vitest';
import { controllers } from '../../controllers.js';
import { routesOf } from '../../testing/routes-of.js';
import { HandsOut, refusesHead } from './hands-out.js';

const aPage = 'a page; what it does waits for a form';
const leads = 'leads to the page with the button, and reads nothing';
const built = 'bytes that were built with the service, the same for everybody';
const aPartners = 'a page of a list of the partner’s own; reading it changes nothing';
const itsState = 'how the process is; whoever watches it may ask by HEAD';

/** Routes of which HEAD is GET without its answer, and why nothing comes of asking so. */
const harmless: Readonly<Record<string, string>> = {
  'GET /partner/v1/erased-members': aPartners,
  'GET /partner/v1/statements': aPartners,
  'GET /partner/v1/openapi.json': built,
  'GET /openapi.json': built,
  'GET /v1/schemas/:file': built,
  'GET /health/live': itsState,
  'GET /health/ready': itsState,
  'GET /metrics': itsState,
  'GET /graphiql': built,
  'GET /graphiql/:file': built,
  'GET /pages/invitation': aPage,
  'GET /pages/privacy': aPage,
  'GET /pages/enter': aPage,
  'GET /pages/my-choices': aPage,
  'GET /pages/my-delegations': aPage,
  'GET /pages/my-data': aPage,
  'GET /pages/my-looks': aPage,
  'GET /pages/erase-me': aPage,
  'GET /pages/:page': aPage,
  'GET /pages/give-credit': leads,
  'GET /pages/leave': leads,
  'GET /pages/choose-visibility': leads,
  'GET /pages/give-delegation': leads,
  'GET /pages/end-delegation': leads,
  'GET /pages/take-back-wish': leads,
  'GET /pages/take-back-ballot': leads,
  'GET /pages/take-back-claim': leads,
  'GET /pages/my-data-archive': leads,
  'GET /pages/my-data-download': leads,
  'GET /pages/sign-out': leads,
  'GET /pages/call-refunds-back': leads,
  'GET /pages/decline-claims': leads,
  'GET /pages/erase-account': leads,
  'GET /pages/take-back-claims': leads,
  'GET /pages/waive-claims': leads,
  'GET /development/outbox': 'letters of an installation for trying out, and of no other',
  'ALL /auth/*': 'better-auth’s own, which knows GET and POST alone',
};

type Controllers = Parameters<typeof routesOf>[0];

/** Of routes that GET reaches, those that HEAD reaches as well. */
const openToHead = (of: Controllers): string[] =>
  routesOf(of)
    .filter(({ name, handler }) => /^(GET|ALL) /.test(name) && !refusesHead(handler))
    .map(({ name }) => name)
    .toSorted();

@Controller('canary')
class Canary {
  @Get('taken-once')
  takenOnce(): string {
    return 'the only one';
  }

  @Get('marked')
  @HandsOut()
  marked(): string {
    return 'the only one';
  }
}

describe('what GET hands out', () => {
  it('is refused to HEAD, or has a reason why nothing comes of it', () => {
    expect(openToHead(controllers)).toEqual(Object.keys(harmless).toSorted());
  });

  it('is found where nobody marked it', () => {
    expect(openToHead([Canary])).toEqual(['GET /canary/taken-once']);
  });

  it('is never among the harmless where its answer is a file', () => {
    const files = routesOf(controllers).filter(({ handler }) =>
      handler.toString().includes('content-disposition'),
    );
    expect(files.length).toBeGreaterThan(1);
    expect(files.filter(({ handler }) => !refusesHead(handler))).toEqual([]);
  });
});
