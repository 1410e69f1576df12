// Why a login did not come about, in words: what was tried, what the host takes, what to do.
import { HostError } from '../../engine/host.ts';
import type { Authentication } from './auth.ts';

export type Failed = {
  readonly host: string;
  readonly place: string;
  readonly user: string;
  readonly authentication: Authentication | undefined;
};

/** From an error of ssh2: `level` is where in its work it happened. */
export function explainLogin(failed: Failed, error: Error & { level?: string }): HostError {
  const { host, place } = failed;
  if (error.level === 'client-authentication') return loginRefused(failed);
  if (/too many authentication failures/i.test(error.message)) {
    const hint = 'say which key is for this host with `identity`, so that the others are not tried';
    return loginRefused(failed, 'the host allows no more tries', hint);
  }
  const words = `${place} closed the connection before the login: ${error.message}`;
  if (/no matching/i.test(error.message)) {
    const hint = 'the host and viki have no common algorithm; is its sshd very old?';
    return new HostError('unreachable', host, words, hint);
  }
  return new HostError('unreachable', host, words, 'is this port an ssh server, and does it let you in?', true);
}

export function closedEarly({ host, place }: Failed, complaint: string | undefined): HostError {
  if (complaint !== undefined) {
    const words = `${place} can't be reached: ${complaint}`;
    return new HostError('unreachable', host, words, 'does `ssh` reach it the same way?');
  }
  return new HostError(
    'unreachable',
    host,
    `${place} closed the connection before the login`,
    'does it let you in (MaxStartups, AllowUsers, a firewall)?',
    true,
  );
}

export const passwordExpired = ({ host, place, user }: Failed): HostError =>
  new HostError(
    'login-refused',
    host,
    `${user}@${place} refused the login: the password has expired`,
    'log in with `ssh` once and change it',
  );

export function loginRefused(failed: Failed, more = '', hint = 'check user, key and password.'): HostError {
  const { host, place, user, authentication } = failed;
  authentication?.forgetPassword();
  const { tried = [], unusable = [], offered = [] } = authentication ?? {};
  const what = tried.length === 0 ? 'there was nothing to log in with' : `tried ${tried.join(', ')}`;
  const reasons = [what, ...unusable, ...(more === '' ? [] : [more])].join('; ');
  const takes = offered.length === 0 ? '' : ` The host takes: ${offered.join(', ')}.`;
  return new HostError('login-refused', host, `${user}@${place} refused the login: ${reasons}`, `${hint}${takes}`);
}
