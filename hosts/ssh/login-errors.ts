// Why a login did not come about, in words: what was tried, what the host takes, what to do.
import { HostError } from '../../engine/host.ts';
import type { Authentication } from './auth.ts';
import type { SshConfig } from './config.ts';

export function explainLogin(
  host: string,
  place: string,
  config: SshConfig,
  authentication: Authentication,
  error: Error & { level?: string },
): HostError {
  if (error.level === 'client-authentication') return loginRefused(host, place, config, authentication);
  if (error.level === 'client-timeout') {
    return new HostError('lost', host, `${place} was silent for too long`, 'is the host still up?');
  }
  const hint = /handshake|no matching|algorithm/i.test(error.message)
    ? 'the host and viki have no common algorithm; is its sshd very old?'
    : 'is this port an ssh server, and does it let you in?';
  return new HostError('unreachable', host, `${place} closed the connection before the login: ${error.message}`, hint);
}

export function closedEarly(host: string, place: string): HostError {
  return new HostError(
    'unreachable',
    host,
    `${place} closed the connection before the login`,
    'does it let you in (MaxStartups, AllowUsers, a firewall)?',
  );
}

function loginRefused(host: string, place: string, config: SshConfig, authentication: Authentication): HostError {
  authentication.forgetPassword();
  const { tried, unusable, offered } = authentication;
  const what = tried.length === 0 ? 'there was nothing to log in with' : `tried ${tried.join(', ')}`;
  const also = unusable.length === 0 ? '' : `; ${unusable.join('; ')}`;
  const takes = offered.length === 0 ? '' : ` The host takes: ${offered.join(', ')}.`;
  return new HostError(
    'login-refused',
    host,
    `${config.user}@${place} refused the login: ${what}${also}`,
    `check user, key and password.${takes}`,
  );
}
