import { SimpleGrid, Stack, Text, TextInput, Title } from '@mantine/core';
import { Search } from 'lucide-react';
import { useState } from 'react';
import type { CarrierPreset } from '../api/carriers.ts';
import type { TrunkInfo } from '../api/trunks.ts';
import { Term } from '../app/term.tsx';
import { addNumberWords } from '../words/add-number.ts';
import { trunksWords } from '../words/trunks.ts';
import { ChoiceCard } from './choice-card.tsx';
import { isGeneric } from './is-generic.ts';

const words = addNumberWords.carrier;

interface CarrierStepProps {
  readonly carriers: readonly CarrierPreset[];
  readonly trunks: readonly TrunkInfo[];
  readonly onCarrier: (carrier: CarrierPreset) => void;
  readonly onTrunk: (trunk: TrunkInfo) => void;
}

/** Where the number is from: a trunk that is there, a carrier that Patchcord knows, or any other. */
export function CarrierStep({ carriers, trunks, onCarrier, onTrunk }: CarrierStepProps) {
  const [search, setSearch] = useState('');
  const known = carriers.filter(({ id }) => !isGeneric(id));
  const found = known.filter(({ title }) => title.toLowerCase().includes(search.trim().toLowerCase()));
  return (
    <Stack gap="lg">
      <div>
        <Title order={2}>{words.title}</Title>
        <Text c="dimmed">
          {words.before}
          <Term name="did" />
          {words.middle}
          <Term name="trunk" />
          {words.after}
        </Text>
      </div>
      {trunks.length > 0 && (
        <Section title={words.existing} hint={words.existingHint}>
          {trunks.map((trunk) => (
            <ChoiceCard
              key={trunk.id}
              title={trunk.name}
              text={trunk.numbers.length === 0 ? trunksWords.noNumbers : trunk.numbers.join(', ')}
              onChoose={() => onTrunk(trunk)}
            />
          ))}
        </Section>
      )}
      <div>
        <TextInput
          w={{ base: '100%', xs: 320 }}
          mb="sm"
          aria-label={words.search}
          placeholder={words.search}
          leftSection={<Search size={15} aria-hidden />}
          value={search}
          maxLength={60}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <Section title={words.presets}>
          {found.map((carrier) => (
            <ChoiceCard
              key={carrier.id}
              title={carrier.title}
              text={carrier.kinds.map((kind) => trunksWords.kinds[kind]).join(', ')}
              badge={carrier.verifiedAt === null ? words.unverified : undefined}
              onChoose={() => onCarrier(carrier)}
            />
          ))}
        </Section>
        {found.length === 0 && <Text c="dimmed">{words.none}</Text>}
      </div>
      <Section title={words.generic}>
        {carriers
          .filter(({ id }) => isGeneric(id))
          .map((carrier) => (
            <ChoiceCard
              key={carrier.id}
              title={carrier.title}
              text={carrier.kinds.map((kind) => trunksWords.kindsHelp[kind]).join(' ')}
              onChoose={() => onCarrier(carrier)}
            />
          ))}
      </Section>
    </Stack>
  );
}

interface SectionProps {
  readonly title: string;
  readonly hint?: string;
  readonly children: React.ReactNode;
}

function Section({ title, hint, children }: SectionProps) {
  return (
    <section>
      <Title order={3} size="h3" mb={hint === undefined ? 'xs' : 0}>
        {title}
      </Title>
      {hint !== undefined && (
        <Text c="dimmed" mb="xs">
          {hint}
        </Text>
      )}
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="sm">
        {children}
      </SimpleGrid>
    </section>
  );
}
