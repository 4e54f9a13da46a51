import { Textarea } from '@mantine/core';
import { useEffect, useState } from 'react';
import { fieldPath } from '#runtime/flow/issue';
import type { Json } from '#runtime/flow/json';
import { formWords as words } from '../../words/form.ts';
import type { WidgetProps } from '../form-context.tsx';
import { controlProps } from './control-props.ts';

/** Anything that no other widget knows, as JSON. */
export function JsonValue(props: WidgetProps) {
  const { path, value, onChange } = props;
  const written = value === undefined ? '' : JSON.stringify(value, null, 2);
  const [text, setText] = useState(written);
  const isOwn = readJson(text)?.text === JSON.stringify(value);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what comes from elsewhere replaces what is typed
  useEffect(() => {
    if (!isOwn) setText(written);
  }, [written]);
  return (
    <Textarea
      {...controlProps(props)}
      value={text}
      autosize
      minRows={2}
      maxRows={10}
      spellCheck={false}
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 12 } }}
      description={words.json.help}
      error={text.trim() !== '' && readJson(text) === undefined ? words.json.wrong : props.isInvalid}
      onChange={({ currentTarget }) => {
        setText(currentTarget.value);
        if (currentTarget.value.trim() === '') onChange(undefined, fieldPath(path));
        const read = readJson(currentTarget.value);
        if (read !== undefined) onChange(read.value, fieldPath(path));
      }}
    />
  );
}

function readJson(text: string): { readonly value: Json; readonly text: string } | undefined {
  try {
    const value = JSON.parse(text) as Json;
    return { value, text: JSON.stringify(value) };
  } catch {
    return undefined;
  }
}
