import { useState } from 'react';
import { type HoursBody, type HoursInfo, useSaveHours } from '../api/hours.ts';
import { showProblem } from '../app/problem.tsx';

const bodyOf = ({ name, zone, week, holidays }: HoursInfo): HoursBody => ({ name, zone, week, holidays });

/** Opening hours while they are edited: what the server has, until something is changed. */
export function useHoursDraft(hours: HoursInfo) {
  const [draft, setDraft] = useState<HoursBody>();
  const save = useSaveHours();
  const current = draft ?? bodyOf(hours);
  return {
    current,
    isChanged: draft !== undefined,
    isSaving: save.isPending,
    change: (part: Partial<HoursBody>) => setDraft((before) => ({ ...(before ?? bodyOf(hours)), ...part })),
    discard: () => setDraft(undefined),
    save: () =>
      save.mutate({ id: hours.id, ...current }, { onError: showProblem, onSuccess: () => setDraft(undefined) }),
  };
}
