import { useQuery } from '@tanstack/react-query';
import type { SettingsProblem } from '#asterisk-config/settings-problem';
import type { TrunkKind } from '#asterisk-config/trunk';
import type { TrunkDraft } from './trunk-draft.ts';

/** What can not work, or is hardly meant, in settings that are being typed. */
export function useSettingsProblems(draft: TrunkDraft, kind: TrunkKind): readonly SettingsProblem[] {
  const { data: find } = useQuery({
    queryKey: ['settings-problems'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => ({ in: (await import('#asterisk-config/settings-problems')).findSettingsProblems }),
  });
  const { password, ...rest } = draft;
  const given = typeof password === 'string' ? { secret: 'typed' } : password;
  return find?.in({ ...rest, kind, ...(given === undefined ? {} : { password: given }) }) ?? [];
}
