import { useQuery } from '@tanstack/react-query';
import type { SipHostSettings } from '#asterisk-config/sip-host-settings';
import { request } from './client.ts';
import { useChange } from './use-change.ts';

interface SipHostAnswer {
  readonly host: SipHostSettings;
  /** What Asterisk was started with. */
  readonly active: SipHostSettings;
  readonly restartNeeded: boolean;
  /** Asterisk is restarted as soon as no call is live. */
  readonly waiting: boolean;
}

const keys = { all: ['sip-host'] } as const;

export const useSipHost = () =>
  useQuery({
    queryKey: keys.all,
    queryFn: () => request<SipHostAnswer>('GET', '/api/sip-host'),
    refetchInterval: 10_000,
  });

export const useSaveSipHost = () =>
  useChange((host: SipHostSettings) => request<SipHostAnswer>('PUT', '/api/sip-host', host), keys.all);

/** Restarts Asterisk: now, which ends its calls, or as soon as there is none. */
export const useRestartAsterisk = () =>
  useChange((when: 'now' | 'idle') => request<void>('POST', '/api/sip-host/restart', { when }), keys.all);
