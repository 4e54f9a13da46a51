import type { SettingsProblem } from './settings-problem.ts';
import { SourceAddress } from './sip-names.ts';
import { isAmong } from './source-groups.ts';
import type { Trunk } from './trunk.ts';

/** Fewer bits are the internet, or a good part of it: whoever calls from there would be the carrier. */
const fewestBits = 12;

/** What is wrong with the addresses that a carrier's calls are to come from. */
export function problemsOfSources(trunk: Partial<Trunk> & Pick<Trunk, 'kind'>): SettingsProblem[] {
  const { kind, sourceAddresses = [] } = trunk;
  const field = 'sourceAddresses';
  const usable = sourceAddresses.filter((address) => SourceAddress.safeParse(address).success);
  const problems: SettingsProblem[] = [];
  if (kind !== 'registration' && sourceAddresses.length === 0) {
    problems.push({
      severity: 'warning',
      code: 'source-addresses-missing',
      field,
      message: 'No address is given from which calls may come, so there are calls out only.',
      fix: "Enter the signalling addresses on the carrier's page, all of them.",
    });
  }
  const wide = usable.find((address) => Number(address.split('/')[1] ?? 32) < fewestBits);
  if (wide !== undefined) {
    problems.push({
      severity: 'error',
      code: 'source-addresses-wide',
      field,
      message: `${wide} is ${wide.endsWith('/0') ? 'the whole internet' : 'a large part of the internet'}: anybody there could call as this carrier.`,
      fix: "Enter only the carrier's own addresses.",
    });
  }
  if (isAmong('127.0.0.1', usable)) {
    problems.push({
      severity: 'error',
      code: 'source-address-own',
      field,
      message: '127.0.0.1 is this machine itself, no carrier.',
      fix: "Enter the carrier's addresses.",
    });
  }
  return problems;
}
