import { describe, expect, it } from 'vitest';
import { authProblem } from './auth-problem.js';

describe('an error of /auth', () => {
  it('keeps the code and the sentence', () => {
    const text = JSON.stringify({ code: 'PASSWORD_TOO_SHORT', message: 'Password too short' });
    expect(authProblem(400, text)).toMatchObject({
      status: 400,
      code: 'PASSWORD_TOO_SHORT',
      detail: 'Password too short',
      message: 'Password too short',
    });
  });

  it.each([
    ['VALIDATION_ERROR', '[body.email] Invalid input; [body.password] Invalid', {}, ['email']],
    ['VALIDATION_ERROR', '[body.response.id] Invalid input', {}, ['response', 'id']],
    ['VALIDATION_ERROR', '[query.token] Invalid input', {}, ['token']],
    ['VALIDATION_ERROR', '[body] Invalid input', {}, undefined],
    ['INVALID_EMAIL', 'Invalid email', {}, ['email']],
    ['PASSWORD_TOO_SHORT', 'Password too short', { password: 'x' }, ['password']],
    ['PASSWORD_TOO_LONG', 'Password too long', { newPassword: 'x' }, ['newPassword']],
    ['PASSWORD_TOO_SHORT', 'Password too short', null, ['password']],
    ['INVALID_CALLBACK_URL', 'Invalid callbackURL', {}, ['callbackURL']],
    ['INVALID_EMAIL_OR_PASSWORD', 'Invalid email or password', {}, undefined],
  ])('%s of “%s” names the field', (code, message, asked, path) => {
    expect(authProblem(400, JSON.stringify({ code, message }), asked).path).toEqual(path);
  });

  it('is RATE_LIMITED when there were too many attempts', () => {
    expect(authProblem(429, '{"message":"Too many requests"}').code).toBe('RATE_LIMITED');
  });

  it('says nothing of an inner failure', () => {
    const problem = authProblem(500, '{"code":"X","message":"relation identity.x missing"}');
    expect(problem).toMatchObject({ code: 'INTERNAL' });
    expect(problem.detail).not.toContain('relation');
  });

  it.each(['', 'Not Found', '[]', '{"code":7}'])('has a code when there was none: %s', (text) => {
    expect(authProblem(404, text).code).toBe('NOT_FOUND');
  });
});
