import { loadConfig, openLog } from '@rochdale/platform';
import { expect, it } from 'vitest';
import { identitySettings } from './identity-settings.js';

const log = openLog({ level: 'silent' });
const settings = (more: Record<string, string>) => {
  const ROCHDALE_SECRET = 'a secret for tests only, long enough';
  const DATABASE_URL = 'postgres://owner@127.0.0.1/rochdale';
  return identitySettings(loadConfig({ ROCHDALE_SECRET, DATABASE_URL, ...more }), log);
};

it('trusts this machine by both its names in development, and nowhere else', () => {
  const CORS_ORIGINS = 'http://localhost:5173/,https://app.example.coop';
  const listed = ['http://localhost:5173', 'https://app.example.coop'];
  expect(settings({ CORS_ORIGINS }).trustedOrigins).toEqual([
    ...listed,
    'http://127.0.0.1:5173',
    'http://localhost:3000',
  ]);
  expect(settings({ CORS_ORIGINS, ROCHDALE_ENV: 'production' }).trustedOrigins).toEqual(listed);
});

it('leads letters to the web client where there is one, and trusts its pages', () => {
  const { pagesUrl, trustedOrigins } = settings({
    FRONTEND_URL: 'https://app.example.coop/mill/',
    ROCHDALE_ENV: 'production',
  });
  expect(pagesUrl).toBe('https://app.example.coop/mill');
  expect(trustedOrigins).toEqual(['https://app.example.coop']);
  expect(settings({ PUBLIC_URL: 'https://api.example.coop/' }).pagesUrl).toBe(
    'https://api.example.coop/pages',
  );
});
