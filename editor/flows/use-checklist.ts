import { useLocalStorage } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { request } from '../api/client.ts';
import type { FlowInfo } from '../api/flows.ts';

export interface ChecklistStep {
  readonly id: 'publish' | 'call' | 'number' | 'invite';
  /** Where it is done. */
  readonly to: string;
  readonly isDone: boolean;
}

/** Whether somebody asked how to let a colleague in; the page that says it sets it. */
export const useInviteSeen = () =>
  useLocalStorage({ key: 'patchcord.invite-seen', defaultValue: false, getInitialValueInEffect: false });

/** The first steps, and which of them were done. */
export function useChecklist(flows: readonly FlowInfo[], enabled: boolean): readonly ChecklistStep[] {
  const [isInviteSeen] = useInviteSeen();
  const { data: testCalls } = useQuery({
    enabled,
    queryKey: ['calls', 'any-test'],
    queryFn: () => request<{ calls: unknown[] }>('GET', '/api/calls?test=true&limit=1'),
    retry: false,
  });
  const { data: numbers } = useQuery({
    enabled,
    queryKey: ['numbers', 'any'],
    queryFn: () => request<{ numbers: unknown[] }>('GET', '/api/numbers'),
    retry: false,
  });
  const first = flows.find((flow) => flow.revision === null) ?? flows[0];
  const canvas = first === undefined ? '/flows' : `/flows/${first.id}`;
  return [
    { id: 'publish', to: canvas, isDone: flows.some((flow) => flow.revision !== null) },
    { id: 'call', to: canvas, isDone: (testCalls?.calls.length ?? 0) > 0 },
    { id: 'number', to: '/numbers/new', isDone: (numbers?.numbers.length ?? 0) > 0 },
    { id: 'invite', to: '/settings/people', isDone: isInviteSeen },
  ];
}
