import { Box, Paper, Stack, Text, Title } from '@mantine/core';
import { hoursWords } from '../words/hours.ts';
import { DayField } from './day-field.tsx';
import { DAYS, type Week } from './week.ts';
import classes from './week-field.module.css';
import { WeekGrid } from './week-grid.tsx';

const words = hoursWords.edit;

/** The hours of a week, twice: a grid to drag over, and fields to type into, which need no mouse. */
export function WeekField({ week, onChange }: { readonly week: Week; readonly onChange: (week: Week) => void }) {
  return (
    <Paper p="md">
      <Title order={2} size="h3">
        {words.week}
      </Title>
      <Text c="dimmed" mb="md" visibleFrom="sm">
        {words.weekHint}
      </Text>
      <Box className={classes.split}>
        <Box visibleFrom="sm">
          <WeekGrid week={week} onChange={onChange} />
        </Box>
        <Stack gap={0}>
          {DAYS.map((day) => (
            <DayField key={day} day={day} week={week} onChange={onChange} />
          ))}
        </Stack>
      </Box>
    </Paper>
  );
}
