import { Text } from '@mantine/core';
import { callWords } from '../words/calls.ts';
import { offsetText, safeText, valueText } from './call-text.ts';
import type { VariableAt } from './replay-state.ts';
import classes from './variable-list.module.css';

const words = callWords.variables;
const LONGEST = 1_000;

/** What the call's variables hold at the moment that is looked at. */
export function VariableList(props: { readonly variables: readonly VariableAt[]; readonly startMs: number }) {
  const { variables, startMs } = props;
  if (variables.length === 0)
    return (
      <Text c="dimmed" p="md">
        {words.none}
      </Text>
    );
  return (
    <div className={classes.frame}>
      <Text c="dimmed" size="sm" mb={6}>
        {words.now}
      </Text>
      <dl className={classes.list}>
        {variables.map(({ name, value, setMs }) => {
          const text = valueText(value);
          const shown = text === undefined ? words.secret : text === '' || value === null ? words.empty : undefined;
          return (
            <div key={name} data-set={setMs !== undefined || undefined}>
              <dt>{name}</dt>
              <dd data-quiet={shown !== undefined || undefined}>
                <bdi>{shown ?? safeText(text ?? '', LONGEST)}</bdi>
              </dd>
              <dd className={classes.when}>{setMs === undefined ? '' : offsetText(setMs - startMs)}</dd>
            </div>
          );
        })}
      </dl>
    </div>
  );
}
