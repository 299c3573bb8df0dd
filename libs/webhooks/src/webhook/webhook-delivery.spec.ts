import { expect, it } from 'vitest';
import { retryRefusal } from './webhook-delivery.js';

it('is told again once it was given up, for as long as its webhook is there', () => {
  expect(retryRefusal({ state: 'given-up', isRemoved: false })).toBeNull();
  expect(retryRefusal({ state: 'given-up', isRemoved: true })).toBe('WEBHOOK_NOT_FOUND');
  for (const state of ['queued', 'delivered', 'dropped']) {
    expect(retryRefusal({ state, isRemoved: false })).toBe('WEBHOOK_DELIVERY_STATE');
  }
});
