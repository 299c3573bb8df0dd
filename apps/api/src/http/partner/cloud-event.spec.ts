import { expect, it } from 'vitest';
import { toGlobalId, toMemberId } from '../../graphql/kit/node/global-id.js';
import { eventOfHeaders, withData, withMemberId } from './cloud-event.js';

const member = '019a0000-0000-7000-8000-000000000001';

it('is put together of headers and a body in binary mode', () => {
  const headers = {
    'content-type': 'application/json',
    'ce-specversion': '1.0',
    'ce-id': 'e1',
    'ce-source': '/m%C3%BChle%20one',
    'ce-subject': '100%',
  };
  expect(eventOfHeaders(headers, { meter: 'storage', quantity: '1' })).toEqual({
    specversion: '1.0',
    id: 'e1',
    source: '/mühle one',
    subject: '100%',
    data: { meter: 'storage', quantity: '1' },
  });
});

it('names its member by the id that this partner has for them, and by no other', () => {
  const named = (subject: unknown) => withMemberId({ id: 'e1', subject }, 'partner a');
  expect(named(toMemberId(member, 'partner a'))).toEqual({ id: 'e1', subject: member });
  expect(named(member)).toEqual({ id: 'e1', subject: '' });
  const ofOthers = (['inside', 'stranger', 'partner b'] as const).map((audience) =>
    toMemberId(member, audience),
  );
  const others = [...ofOthers, toGlobalId('Partner', member), 'ann', 7, undefined];
  expect(others.map((subject) => named(subject))).toEqual(
    others.map((subject) => ({ id: 'e1', subject })),
  );
  expect([null, 'text', 7].map((one) => withMemberId(one, 'inside'))).toEqual([null, 'text', 7]);
});

it('has its data as they are, or as bytes', () => {
  const data = { meter: 'storage', quantity: '1' };
  const bytes = Buffer.from(JSON.stringify(data)).toString('base64');
  expect(withData({ id: 'e1', data_base64: bytes })).toEqual({ id: 'e1', data });
  const others = [{ id: 'e1', data }, { id: 'e1' }, { data_base64: '%%' }, { data_base64: 7 }];
  expect([...others, null, 'text', 7].map(withData)).toEqual([...others, null, 'text', 7]);
});
