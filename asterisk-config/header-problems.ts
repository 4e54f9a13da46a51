import type { SettingsProblem } from './settings-problem.ts';
import type { Trunk } from './trunk.ts';

/** What SIP itself writes: a second one breaks the message, or lets it say something that isn't so. */
const reserved = new Set(
  [
    'via from to call-id cseq contact max-forwards route record-route content-type content-length content-encoding',
    'authorization proxy-authorization www-authenticate proxy-authenticate allow supported require proxy-require',
    'session-expires min-se expires user-agent server replaces refer-to referred-by rseq rack event',
    // Short forms, RFC 3261 7.3.3.
    'v f t i m c l e k s r b o u x',
  ].flatMap((names) => names.split(' ')),
);

/** What is wrong with headers that are to be added to calls out. */
export function problemsOfHeaders({ headers = [] }: Partial<Trunk>): SettingsProblem[] {
  const names = headers.map(({ name }) => name.toLowerCase());
  const problem = (name: string, code: string, message: string, fix: string): SettingsProblem => ({
    severity: 'error',
    code,
    field: 'headers',
    message: `${name}: ${message}`,
    fix,
  });
  return headers.flatMap(({ name }, index) => {
    const low = name.toLowerCase();
    if (reserved.has(low)) {
      return [problem(name, 'header-reserved', 'Asterisk writes this header itself.', 'Take it out of the list.')];
    }
    if (names.indexOf(low) === index) return [];
    return [problem(name, 'header-repeated', 'This header is there twice.', 'Keep one of them.')];
  });
}
