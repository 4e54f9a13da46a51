import { useQuery } from '@tanstack/react-query';
import type { DialRules } from '#asterisk-config/dial-rules';
import { request } from './client.ts';
import { useChange } from './use-change.ts';

interface DialUsage {
  readonly callsToday: number;
  readonly minutesToday: number;
  readonly concurrent: number;
}

interface DialRulesAnswer {
  readonly rules: DialRules;
  readonly usage: DialUsage;
}

/** Whether something may be dialled, and if not why. */
interface DialCheck {
  readonly allowed: boolean;
  readonly code?: string;
  readonly message?: string;
  readonly fix?: string;
}

const keys = { all: ['dial-rules'] } as const;

/** What may be dialled, and how much was today. */
export const useDialRules = () =>
  useQuery({
    queryKey: keys.all,
    queryFn: () => request<DialRulesAnswer>('GET', '/api/dial-rules'),
    refetchInterval: 10_000,
  });

export const useSaveDialRules = () =>
  useChange((rules: DialRules) => request<DialRulesAnswer>('PUT', '/api/dial-rules', rules), keys.all);

export const useCheckDial = () =>
  useChange((to: string) => request<DialCheck>('POST', '/api/dial-rules/check', { to }));
