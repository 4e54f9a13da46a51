import { Popover, Text, UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import { type TermName, terms } from '../words/terms.ts';
import classes from './term.module.css';

/** A word of the trade inside a sentence; a press explains it. */
export function Term({ name, children }: { readonly name: TermName; readonly children?: ReactNode }) {
  const { word, text } = terms[name];
  return (
    <Popover width={300} position="top" withArrow shadow="md" withRoles>
      <Popover.Target>
        <UnstyledButton component="button" type="button" className={classes.term}>
          {children ?? word}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown aria-label={word}>
        <Text fw={600} mb={2}>
          {word}
        </Text>
        <Text>{text}</Text>
      </Popover.Dropdown>
    </Popover>
  );
}
