import { awayDialled, awayFamilies, awayValue } from '#asterisk-config/away-dialplan';
import { trunkDialString } from '#asterisk-config/dial-string';
import type { PhoneNumber } from '#asterisk-config/number';
import { numberSpellings } from '#asterisk-config/number-spellings';
import type { Person } from '#asterisk-config/person';
import { personEndpoint } from '#asterisk-config/person-phone';
import { sourceGroups } from '#asterisk-config/source-groups';
import type { Trunk } from '#asterisk-config/trunk';
import { TrunkError } from '#asterisk-config/trunk-error';
import { sharedEndpointId, trunkObjectId } from '#asterisk-config/trunk-names';
import type { TrunkPage } from './trunk-book.ts';

export interface AwayOptions {
  readonly people: readonly Person[];
  /** Whether a call to this number may be made from that one. */
  mayCall(to: string, from: string): Promise<boolean>;
}

/** What Asterisk's database shall hold, by family and key, so that it knows what callers get while no runtime is there. */
export async function awayEntries(page: TrunkPage, options: AwayOptions): Promise<ReadonlyMap<string, string>> {
  const entries = new Map<string, string>();
  const trunks = [...page.trunks.values()];
  const groups = sourceGroups(trunks.filter(({ kind }) => kind !== 'pbx'));
  for (const trunk of trunks) {
    const group = groups.find((one) => one.length > 1 && one.includes(trunk));
    const shared = group === undefined ? [] : [sharedEndpointId(group.map(({ id }) => id))];
    const own = trunk.kind === 'pbx' ? (trunk.pbx?.endpoint ?? '') : trunkObjectId(trunk.id);
    const numbers = [...page.numbers.values()].filter(({ trunkId }) => trunkId === trunk.id);
    for (const endpoint of [own, ...shared].filter((id) => id !== '' && !/[/\s]/.test(id))) {
      const header = headerOf(trunk);
      if (header !== undefined) entries.set(`${awayFamilies.where}/${endpoint}`, header);
      for (const number of numbers) {
        const value = await entryOf(number, trunk, options);
        if (value === undefined) continue;
        for (const dialled of dialledOf(number, trunk, numbers.length === 1))
          entries.set(`${awayFamilies.away}/${endpoint}/${dialled}`, value);
      }
    }
  }
  return entries;
}

const headerOf = ({ calledNumber }: Trunk): string | undefined =>
  typeof calledNumber === 'object' ? calledNumber.header : calledNumber === 'to' ? 'To' : undefined;

function dialledOf({ number }: PhoneNumber, { country, kind, username }: Trunk, isOnly: boolean): readonly string[] {
  const account = kind === 'registration' && isOnly ? awayDialled(username ?? '') : '';
  return [...numberSpellings(number, country), ...(account === '' ? [] : [account])];
}

async function entryOf(
  { number, whenAway }: PhoneNumber,
  trunk: Trunk,
  { people, mayCall }: AwayOptions,
): Promise<string | undefined> {
  switch (whenAway.kind) {
    case 'unavailable':
      return undefined;
    case 'mailbox':
      return awayValue({ kind: 'mailbox', number, mailbox: whenAway.mailbox });
    case 'number': {
      const to = (await mayCall(whenAway.number, number)) ? dialStringOf(trunk, whenAway.number) : undefined;
      return to && awayValue({ kind: 'dial', number, to });
    }
    case 'extension': {
      const to = extensionOf(whenAway.extension, trunk, people);
      return to && awayValue({ kind: 'dial', number, to });
    }
  }
}

function dialStringOf(trunk: Trunk, number: string): string | undefined {
  try {
    return trunkDialString(trunk, number);
  } catch (error) {
    if (error instanceof TrunkError) return undefined;
    throw error;
  }
}

/** On a PBX of somebody's own its dialplan knows the extension; else it is that of a person, whose SIP telephones ring. */
function extensionOf(extension: string, { kind, pbx }: Trunk, people: readonly Person[]): string | undefined {
  if (kind === 'pbx') return pbx?.context === undefined ? undefined : `Local/${extension}@${pbx.context}`;
  const owners = people.filter(({ phones }) =>
    phones.some((phone) => phone.kind === 'extension' && phone.extension === extension),
  );
  const phones = owners.flatMap((person) =>
    person.phones.flatMap((phone) => (phone.kind === 'sip' ? [`PJSIP/${personEndpoint(person.id, phone.id)}`] : [])),
  );
  return phones.length === 0 ? undefined : phones.join('&');
}
