import { NumberInput, Text } from '@mantine/core';
import { fieldPath } from '#runtime/flow/issue';
import { formWords as words } from '../../words/form.ts';
import type { WidgetProps } from '../form-context.tsx';
import { controlProps } from './control-props.ts';

const seconds = (ms: number): number => Math.round(ms) / 1_000;

/** Kept in milliseconds, shown in seconds. */
export function Duration(props: WidgetProps) {
  const { field, path, value, onChange } = props;
  const { minimum, maximum, default: initial } = field.schema;
  const shown = typeof value === 'number' ? value : typeof initial === 'number' ? initial : 0;
  return (
    <NumberInput
      {...controlProps(props)}
      value={typeof value === 'number' ? seconds(value) : ''}
      placeholder={typeof initial === 'number' ? `${seconds(initial)} ${words.duration.seconds}` : ''}
      decimalScale={3}
      step={shown >= 10_000 ? 5 : shown >= 2_000 ? 1 : 0.5}
      clampBehavior="none"
      {...(typeof minimum === 'number' ? { min: seconds(minimum) } : {})}
      {...(typeof maximum === 'number' ? { max: seconds(maximum) } : {})}
      suffix={` ${words.duration.seconds}`}
      inputWrapperOrder={['input', 'description']}
      description={
        shown >= 90_000 ? (
          <Text span inherit>
            {inMinutes(shown)}
          </Text>
        ) : undefined
      }
      onChange={(next) => onChange(typeof next === 'number' ? Math.round(next * 1_000) : undefined, fieldPath(path))}
    />
  );
}

function inMinutes(ms: number): string {
  const whole = Math.round(ms / 1_000);
  const rest = whole % 60;
  const minutes = `${Math.floor(whole / 60)} ${words.duration.minutes}`;
  return rest === 0 ? minutes : `${minutes} ${rest} ${words.duration.seconds}`;
}
