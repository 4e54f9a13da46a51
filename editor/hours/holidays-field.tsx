import { Box, Checkbox, Group, Paper, SegmentedControl, Select, SimpleGrid, Text, Title } from '@mantine/core';
import { useState } from 'react';
import type { Hours } from '#runtime/flow/hours';
import { useHolidayCountries, useHolidays } from '../api/holidays.ts';
import { ProblemBox } from '../app/problem.tsx';
import { hoursWords } from '../words/hours.ts';
import { dateText } from './date-text.ts';

const words = hoursWords.holidays;

type Holidays = Hours['holidays'];

interface HolidaysFieldProps {
  readonly holidays: Holidays;
  readonly onChange: (holidays: Holidays) => void;
}

/** Whose public holidays count, and which of them do not. */
export function HolidaysField({ holidays, onChange }: HolidaysFieldProps) {
  const { country, region, exclude = [] } = holidays;
  const thisYear = new Date().getFullYear();
  const [year, setYear] = useState(thisYear);
  const { data: countries = [], error } = useHolidayCountries();
  const { data: days } = useHolidays(country, region, year);
  const regions = countries.find(({ code }) => code === country)?.regions ?? [];
  const toggle = (date: string, counts: boolean) =>
    onChange({ ...holidays, exclude: counts ? exclude.filter((one) => one !== date) : [...exclude, date] });
  return (
    <Paper p="md">
      <Title order={2} size="h3">
        {words.title}
      </Title>
      <Text c="dimmed" mb="md">
        {words.hint}
      </Text>
      {error !== null && <ProblemBox error={error} />}
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Select
          label={words.country}
          placeholder={words.noCountry}
          searchable
          clearable
          data={countries.map(({ code, name }) => ({ value: code, label: name }))}
          value={country ?? null}
          onChange={(code) => onChange({ dates: holidays.dates, ...(code === null ? {} : { country: code }) })}
        />
        {regions.length > 0 && (
          <Select
            label={words.region}
            placeholder={words.wholeCountry}
            searchable
            clearable
            data={regions.map(({ code, name }) => ({ value: code, label: name }))}
            value={region ?? null}
            onChange={(code) => {
              const { region: _, ...rest } = holidays;
              onChange(code === null ? rest : { ...rest, region: code });
            }}
          />
        )}
      </SimpleGrid>
      {country !== undefined && days !== undefined && (
        <Box mt="md">
          <Group justify="space-between" mb="xs">
            <Text c="dimmed">{days.length === 0 ? words.none : words.untick}</Text>
            <SegmentedControl
              size="xs"
              aria-label={words.year}
              value={String(year)}
              onChange={(value) => setYear(Number(value))}
              data={[thisYear, thisYear + 1].map(String)}
            />
          </Group>
          <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xs" verticalSpacing={6}>
            {days.map(({ date, name }) => (
              <Checkbox
                key={date}
                checked={!exclude.includes(date)}
                aria-label={words.counts(dateText(date), name)}
                label={
                  <Group gap={8} component="span">
                    <Text component="span" c="dimmed" className="tabular" w={92}>
                      {dateText(date)}
                    </Text>
                    {name}
                  </Group>
                }
                onChange={(event) => toggle(date, event.currentTarget.checked)}
              />
            ))}
          </SimpleGrid>
        </Box>
      )}
    </Paper>
  );
}
