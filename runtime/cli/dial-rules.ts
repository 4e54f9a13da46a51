import type { Command } from 'commander';
import type { DialRules } from '#asterisk-config/dial-rules';
import { type ApiClient, requireApi } from './api-client.ts';
import { act, CliError, type Output, type Verb } from './verb.ts';

interface Answer {
  readonly rules: DialRules;
  readonly usage: { readonly callsToday: number; readonly minutesToday: number; readonly concurrent: number };
}
interface Checked {
  readonly allowed: boolean;
  readonly code?: string;
  readonly message?: string;
  readonly fix?: string;
}

const limits = {
  'calls-per-second': 'callsPerSecond',
  concurrent: 'concurrent',
  'per-number-per-day': 'perNumberPerDay',
  'minutes-per-day': 'minutesPerDay',
} as const;

export const dialRulesVerb: Verb = {
  name: 'dial-rules',
  summary: 'What may be dialled. Nothing may, until a rule allows it.',
  configure(command: Command) {
    const sub = (usage: string, description: string) =>
      command.command(usage).description(description).option('--json', 'print one JSON object instead of text');
    const show = sub('show', 'the rules, and how much was dialled today');
    show.action(act(show, showRules));
    const allow = sub(
      'allow <what>',
      'let a country (DE), a prefix (+4930), a short number (115) or a SIP host be called',
    );
    allow.action(act(allow, (output: Output, what: string) => change(output, (rules) => allowed(rules, what, true))));
    const deny = sub('deny <what>', 'close a country or SIP host again, or forbid a prefix');
    deny.action(act(deny, (output: Output, what: string) => change(output, (rules) => allowed(rules, what, false))));
    const limit = sub('limit <limit> <value>', `set a limit: ${Object.keys(limits).join(', ')}`);
    limit.action(
      act(limit, (output: Output, name: string, value: string) =>
        change(output, (rules) => limited(rules, name, value)),
      ),
    );
    const check = sub('check <to>', 'whether a number or SIP address may be called; nothing is dialled').option(
      '--from <number>',
      'as a call from this number',
    );
    check.action(act(check, checkOne));
  },
};

async function showRules(output: Output): Promise<void> {
  const answer = await (await requireApi()).request<Answer>('GET', '/api/dial-rules');
  output.result(answer, () => text(answer));
}

async function change(output: Output, changed: (rules: DialRules) => DialRules): Promise<void> {
  const api: ApiClient = await requireApi();
  const { rules } = await api.request<Answer>('GET', '/api/dial-rules');
  const answer = await api.request<Answer>('PUT', '/api/dial-rules', changed(rules));
  output.result(answer, () => text(answer));
}

/** A later rule for the same replaces the earlier one. */
function allowed(rules: DialRules, what: string, allow: boolean): DialRules {
  if (/^[A-Z]{2}$/.test(what)) return { ...rules, countries: withOrWithout(rules.countries, what, allow) };
  if (/^[+0-9*#]+$/.test(what)) {
    const others = rules.prefixes.filter(({ prefix }) => prefix !== what);
    return { ...rules, prefixes: [...others, { prefix: what, allow }] };
  }
  return { ...rules, sipHosts: withOrWithout(rules.sipHosts, what, allow) };
}

const withOrWithout = (list: readonly string[], one: string, isIn: boolean): string[] => [
  ...list.filter((other) => other !== one),
  ...(isIn ? [one] : []),
];

function limited(rules: DialRules, name: string, value: string): DialRules {
  const number = Number(value);
  if (!Object.hasOwn(limits, name) || value.trim() === '' || Number.isNaN(number))
    throw new CliError(
      'limit-unknown',
      `'${name} ${value}' is no limit.`,
      `Name one of ${Object.keys(limits).join(', ')}, and a number.`,
    );
  return { ...rules, [limits[name as keyof typeof limits]]: number };
}

async function checkOne(output: Output, to: string, { from }: { from?: string }): Promise<number> {
  const body = { to, ...(from === undefined ? {} : { from }) };
  const checked = await (await requireApi()).request<Checked>('POST', '/api/dial-rules/check', body);
  output.result(checked, () =>
    checked.allowed ? `${to} may be called.` : `${checked.message} ${checked.fix} (${checked.code})`,
  );
  return checked.allowed ? 0 : 1;
}

function text({ rules, usage }: Answer): string {
  const { countries, prefixes, sipHosts, callerIds } = rules;
  const lines = [
    `Countries      ${countries.join(', ') || 'none'}`,
    ...prefixes.map(
      ({ prefix, allow, note }) => `${allow ? 'Allowed' : 'Denied '}        ${prefix}${note ? `  ${note}` : ''}`,
    ),
    `SIP hosts      ${sipHosts.join(', ') || 'none'}`,
    ...(callerIds.length > 0 ? [`Caller IDs     ${callerIds.join(', ')} (besides our numbers)`] : []),
    `At a time      ${usage.concurrent} of ${rules.concurrent}`,
    `Today (UTC)    ${usage.callsToday} calls; ${usage.minutesToday} of ${rules.minutesPerDay} minutes`,
    `Limits         ${rules.callsPerSecond} calls a second, ${rules.perNumberPerDay} a day to one number`,
  ];
  return lines.join('\n');
}
